use api::read::catalog;
use entity::value::Kind;
use serde_json::{Value as Json, json};
use tests::{Server, both};

use super::{
    Tried,
    arguments::{required, tests_on_text, with, words},
    probe::{Pair, Probe, ask, pair},
};
use crate::shape::{
    ground::{Ground, Stranger},
    place::{self, Place, places},
    sdl::{Field, Sdl, named},
};

/// What a link shows: its key says which records it is about, and no role does.
const BY_LINK: &str = "ProposalDocument";

both! {
    async fn whoever_asks_for_hidden_records_reads_what_is_read_of_records_that_never_were(server: Server) {
        let (sdl, ground) = (Sdl::read(), Ground::lay(&server).await);
        let mut faults = vec![];

        for stranger in &ground.strangers {
            let probes = Probes::of(&sdl, &ground, stranger).await.unwrap_or_else(|unknown| panic!("{unknown}"));
            faults.extend(ask(&ground, stranger, &probes.all).await);
            if stranger.is_of_the_agency {
                continue;
            }
            let is_written = |of: &str| sdl.input(of).is_some() || of == "Mutation";
            let is_read = |of: &str| of.ends_with("Filter") || !is_written(of);
            assert_eq!(probes.tried.missing(&sdl, is_read), Vec::<String>::new(), "nobody tried these");
        }

        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert_eq!(unreached(&sdl), Vec::<String>::new(), "nobody tried the arguments of these");
        assert!(!sdl.has_subscriptions, "subscriptions are not tried: teach the test to");
    }
}

/// Fields with arguments that are neither root fields nor fields of records that a root field lists.
fn unreached(sdl: &Sdl) -> Vec<String> {
    let is_listed = |object: &str| {
        catalog()
            .named(object)
            .is_some_and(|resource| resource.roots.is_some())
    };
    let others = sdl
        .objects()
        .filter(|object| !["Query", "Mutation", BY_LINK].contains(object) && !is_listed(object));
    let fields = others.flat_map(|object| sdl.fields(object).iter().map(move |field| (object, field)));
    fields
        .filter(|(_, field)| !field.arguments.is_empty())
        .map(|(object, field)| format!("{object}.{}", field.name))
        .collect()
}

/// All questions to one stranger.
struct Probes<'g> {
    sdl: &'g Sdl,
    ground: &'g Ground<'g>,
    stranger: &'g Stranger<'g>,
    all: Vec<Probe>,
    tried: Tried,
}

impl<'g> Probes<'g> {
    async fn of(sdl: &'g Sdl, ground: &'g Ground<'g>, stranger: &'g Stranger<'g>) -> Result<Self, String> {
        let mut probes = Self {
            sdl,
            ground,
            stranger,
            all: vec![],
            tried: Tried::default(),
        };
        for field in sdl.queries() {
            probes.by_id(field).await?;
            probes.without_ids(field)?;
            probes.by_cursor(field).await;
        }
        for resource in catalog().all() {
            let Some((_, many)) = resource.roots else { continue };
            for field in sdl.fields(resource.name()) {
                probes.nested(resource.name(), many, field).await?;
            }
        }
        Ok(probes)
    }

    /// A root field with a hidden record's id in each of its places. Totals take the tests that lists take, and are asked by
    /// those on the record itself.
    async fn by_id(&mut self, field: &'g Field) -> Result<(), String> {
        let is_total = ["Aggregate", "Group"]
            .iter()
            .any(|total| named(&field.ty).ends_with(total));
        for place in places(self.sdl, field) {
            if is_total && place.is_far() {
                continue;
            }
            for (about, pair) in self
                .pairs(
                    &field.name,
                    &place,
                    &required(self.sdl, &self.ground.hidden, field)?,
                )
                .await?
            {
                let probe = Probe::root(self.sdl, self.all.len(), field, about, pair);
                self.all.push(probe);
            }
            self.tried.note(&field.name, &place);
        }
        Ok(())
    }

    /// What is asked of a place: `node` and `nodes` take ids of all kinds, other places those of one.
    async fn pairs(&self, root: &str, place: &Place, base: &Json) -> Result<Vec<(String, Pair)>, String> {
        let kinds = match root {
            "node" | "nodes" => Kind::ALL.to_vec(),
            _ => vec![place::kind(root, place)?],
        };
        let mut pairs = vec![];
        for kind in kinds.into_iter().filter(|kind| self.stranger.is_blind_to(*kind)) {
            let id = self.ground.hidden.id(kind).await;
            let about = format!("{root}({}: a {})", place.path(), kind.name());
            pairs.push((about, pair(self.ground.hidden.server, place, base, kind, &id)));
        }
        Ok(pairs)
    }

    /// A root field in every order, by every key, and by the words of hidden records.
    fn without_ids(&mut self, field: &'g Field) -> Result<(), String> {
        if field
            .arguments
            .iter()
            .any(|argument| argument.is_required && named(&argument.ty) == "ID")
        {
            return Ok(());
        }
        let base = required(self.sdl, &self.ground.hidden, field)?;
        let (name, number) = (&field.name, self.all.len());
        let whole = Probe::whole(
            self.sdl,
            number,
            field,
            format!("{name}()"),
            Pair::same(base.clone()),
        );
        self.all.push(whole);
        let mut add = |about: &str, pair| {
            let probe = Probe::root(self.sdl, self.all.len(), field, format!("{name}({about})"), pair);
            self.all.push(probe);
        };
        for argument in &field.arguments {
            for (about, value) in words(self.sdl, argument) {
                add(&about, Pair::same(with(&base, argument, value)));
            }
        }
        let kind = listed(&field.name).or_else(|| place::subject(&field.name));
        let Some(kind) = kind.filter(|kind| self.stranger.is_blind_to(*kind)) else {
            return Ok(());
        };
        let (word, never) = (self.ground.hidden.mark_of(kind), "qx0nothing");
        for argument in &field.arguments {
            for (about, test) in tests_on_text(self.sdl, argument) {
                let value = |word: &str| with(&base, argument, test(word));
                add(
                    &about,
                    Pair {
                        hidden: value(&word),
                        never: value(never),
                    },
                );
            }
        }
        Ok(())
    }

    /// A list from the place of a hidden record on. In another agency the place is none; in the same one it may be anywhere.
    async fn by_cursor(&mut self, field: &'g Field) {
        if !named(&field.ty).ends_with("Connection") {
            return;
        }
        let (name, ground) = (&field.name, self.ground);
        let document = format!("{{ {name}(first: 1) {{ edges {{ cursor }} }} }}");
        let reply = ground.hidden.visitor().ask(&document, json!({})).await.good();
        let cursor = reply.text(&format!("/{name}/edges/0/cursor"));
        let never = if self.stranger.is_of_the_agency {
            &cursor
        } else {
            "bm90aGluZw"
        };
        for argument in ["after", "before"] {
            let pair = Pair {
                hidden: json!({ argument: cursor }),
                never: json!({ argument: never }),
            };
            let probe = Probe::root(
                self.sdl,
                self.all.len(),
                field,
                format!("{name}({argument})"),
                pair,
            );
            self.all.push(probe);
        }
    }

    /// A field of a record with a hidden record's id in each of its places.
    async fn nested(&mut self, of: &str, root: &str, field: &'g Field) -> Result<(), String> {
        for mut place in places(self.sdl, field) {
            if !place.is_far() {
                for (about, pair) in self.pairs(&field.name, &place, &json!({})).await? {
                    let about = format!("{root}.{about}");
                    let probe = Probe::nested(self.all.len(), root, field, about, pair);
                    self.all.push(probe);
                }
            }
            if place.field.0.is_empty() {
                place.field.0 = format!("{of}.{}", field.name);
            }
            self.tried.note(&field.name, &place);
        }
        Ok(())
    }
}

/// The kind of record that a root field lists.
fn listed(root: &str) -> Option<Kind> {
    catalog().many(root).map(|resource| resource.kind)
}
