use entity::{membership::Role, value::Choice as _};
use serde_json::Value as Json;
use tests::{Server, both};

use crate::shape::{
    ground::Rows,
    inputs::{Subject, arguments, document},
    sdl::{Sdl, named},
    world::World,
};

both! {
    async fn whoever_lacks_the_scope_that_a_field_names_is_refused(server: Server) {
        let (sdl, world) = (Sdl::read(), World::found(&server).await);
        world.fill().await;
        let mut faults = vec![];

        let mut inputs = vec![];
        for mutation in sdl.mutations().iter().filter(|mutation| !mutation.scopes.is_empty()) {
            let given = arguments(&sdl, &world, mutation, None, Subject::Known).await;
            inputs.push((mutation, given.unwrap_or_else(|unknown| panic!("{unknown}"))));
        }
        for role in Role::VALUES.iter().filter_map(|role| Role::read(role.name)) {
            let account = world.colleague(role).await;
            let visitor = server.visitor(&account);
            let reply = visitor.ask("{ viewer { scopes } }", Json::Null).await.good();
            let held: Vec<String> = serde_json::from_value(reply.data["viewer"]["scopes"].clone()).expect("scopes");
            let before = Rows::of(&server, None).await;
            let lacked = inputs.iter().filter(|(mutation, _)| !mutation.scopes.iter().any(|scope| held.contains(scope)));
            for (mutation, input) in lacked {
                let selection = sdl.selection(named(&mutation.ty), 1);
                let reply = visitor.ask(&document("mutation", mutation, &selection), input.clone()).await;
                if reply.codes() != ["FORBIDDEN"] {
                    faults.push(format!("{}: {}: {reply:?}", role.word(), mutation.name));
                }
            }
            if Rows::of(&server, None).await != before {
                faults.push(format!("{}: one of them changed something", role.word()));
            }
        }

        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }
}
