#!/bin/sh
# Tries a running demo server as a front-end developer would: tests/frontend/run.sh [URL]
set -eu
cd "$(dirname "$0")"

export RAPPORT_URL="${1:-${RAPPORT_URL:-http://127.0.0.1:4000}}"

npm ci
for step in samples audit codegen relay graphiql proposal; do
  echo "== $step, $RAPPORT_URL"
  npm run --silent "$step"
done
