//! Rules of sessions that go on: listed, ended, taken to another agency.

use entity::{
    user_session::{self, EndReason},
    value::Id,
};
use uuid::Uuid;

use super::{
    gate::Gate,
    seat::{Seat, Tokens},
};
use crate::{
    kernel::error::{Code, Error, Result, UserError},
    people::{
        account,
        credentials::session::{self, end},
        input::{AgencySwitchInput, SessionEndInput},
    },
};

/// Sessions that are listed at once.
const LISTED: usize = 100;

/// Whose session the request came with.
struct Own {
    user: Uuid,
    session: Option<Uuid>,
}

fn own(gate: &Gate) -> Result<Own> {
    let actor = gate.caller.actor()?;
    let user = actor
        .user_id
        .ok_or_else(|| Error::coded(Code::Unauthenticated, say!("sign in first")))?;
    Ok(Own {
        user: user.uuid(),
        session: actor.session_id,
    })
}

/// The caller's living sessions, the latest used first, and which of them is this one.
pub(in crate::people) async fn list(gate: &Gate) -> Result<(Vec<user_session::Model>, Option<Uuid>)> {
    let Own { user, session } = own(gate)?;
    let mut sessions = session::list(&gate.caller.world.db.read, user, gate.now).await?;
    sessions.truncate(LISTED);
    Ok((sessions, session))
}

/// Ends the session that the request came with, at once.
pub(in crate::people) async fn sign_out(gate: &Gate) -> Result<()> {
    let Own { user, session } = own(gate)?;
    let Some(session) = session else { return Ok(()) };
    end::end(gate.db(), user, session, EndReason::SignedOut, gate.now).await?;
    gate.door.sessions.forget([session]);
    Ok(())
}

/// Ends one of the caller's sessions.
pub(in crate::people) async fn end(gate: &Gate, input: SessionEndInput) -> Result<()> {
    let Own { user, session: _ } = own(gate)?;
    let session = input.id.uuid();
    if !end::end(gate.db(), user, session, EndReason::EndedByUser, gate.now).await? {
        return Err(UserError::not_found("input.id").into());
    }
    gate.door.sessions.forget([session]);
    Ok(())
}

/// Ends all of the caller's sessions but this one.
pub(in crate::people) async fn end_others(gate: &Gate) -> Result<usize> {
    let Own { user, session } = own(gate)?;
    let ended = end::end_all(gate.db(), user, session, EndReason::EndedByUser, gate.now).await?;
    let count = ended.len();
    gate.door.sessions.forget(ended);
    Ok(count)
}

/// Takes the session to another agency of its user. The tokens of before stop working.
pub(in crate::people) async fn switch(gate: &Gate, input: AgencySwitchInput) -> Result<Tokens> {
    let Own { user, session } = own(gate)?;
    let ended = || Error::coded(Code::Unauthenticated, say!("the session has ended"));
    let session = session.ok_or_else(ended)?;
    let txn = gate.begin().await?;
    let live = session::find_live(&txn, session, gate.now)
        .await?
        .ok_or_else(ended)?;
    let seat = Seat::find(&txn, (user, None), Some(Id::of(input.agency_id.uuid()))).await?;
    let seat = seat.ok_or_else(|| UserError::not_found("input.agencyId"))?;
    let policy = &gate.door.policies.sessions;
    session::switch(&txn, &live, seat.target(), policy, gate.now)
        .await?
        .ok_or_else(ended)?;
    account::note_agency(&txn, user, seat.agency.id).await?;
    if !seat.enter(&txn, gate.now).await? {
        return Err(UserError::not_found("input.agencyId").into());
    }
    let refresh = session::exchange(&txn, session, gate.random(), gate.now).await?;
    txn.commit().await?;
    gate.door.sessions.forget([session]);
    seat.issue(gate, session, refresh)
}
