mod card;
mod cost_rate;
mod fx_import;
mod fx_rate;
mod lookup;
mod period;
mod work_role;

use std::sync::Arc;

use api::kernel::{tx::Tx, world::Caller};
use tests::{App, Person, eur, made};

/// A unit of work of this person.
async fn work_of(app: &App, person: &Person<'_>) -> Tx {
    let caller = Caller::new(app.world.clone(), Some(person.actor.clone()), "test".to_owned());
    Tx::begin(Arc::new(caller), person.actor.clone())
        .await
        .expect("a unit of work")
}
