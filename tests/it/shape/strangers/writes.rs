use entity::{membership::Role, value::Kind};
use serde_json::{Value as Json, json};
use tests::{Reply, Server, Visitor, both};

use super::Tried;
use crate::shape::{
    ground::{Ground, Rows, Stranger, never},
    inputs::{Subject, arguments, document},
    place::{self, Place, places},
    sdl::{Field, Sdl, named},
    world::{World, maker},
};

/// What may be said of a record that is hidden, or never was.
const REFUSALS: &[&str] = &["NOT_FOUND", "FORBIDDEN", "UNAUTHENTICATED", "INVALID_CREDENTIALS"];

both! {
    async fn whoever_writes_to_hidden_records_is_told_what_is_told_of_records_that_never_were(server: Server) {
        let (sdl, ground) = (Sdl::read(), Ground::lay(&server).await);
        let (mut faults, mut tried) = (vec![], Tried::default());

        for mutation in sdl.mutations() {
            for place in places(&sdl, mutation) {
                let attempt = Attempt { sdl: &sdl, ground: &ground, mutation, place: &place };
                faults.extend(attempt.run().await.unwrap_or_else(|unknown| panic!("{unknown}")));
                tried.note(&mutation.name, &place);
            }
        }

        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        let is_written = |of: &str| of == "Mutation" || (sdl.input(of).is_some() && !of.ends_with("Filter"));
        assert_eq!(tried.missing(&sdl, is_written), Vec::<String>::new(), "nobody tried these");
    }

    async fn who_may_sign_finds_no_milestone_of_another_client(server: Server) {
        let hidden = World::found(&server).await;
        let beside = hidden.beside();
        let signer = server.visitor(&beside.colleague(Role::Portal).await);
        let accept = async |id: String| {
            let input = json!({ "id": id, "to": "CLIENT_ACCEPTED", "expectedVersion": 1 });
            let document = "mutation($input: MilestoneTransitionInput!) { payload: milestoneTransition(input: $input) \
                            { milestone { id } errors { code message path } } }";
            signer.ask(document, json!({ "input": input })).await
        };

        let theirs = accept(hidden.id(Kind::Milestone).await).await;
        let nobodys = accept(never(&server, Kind::Milestone)).await;
        let own = accept(beside.id(Kind::Milestone).await).await;

        assert_eq!((theirs.codes(), &theirs), (vec!["NOT_FOUND"], &nobodys));
        assert_eq!(own.codes(), ["INVALID_STATE"], "it is not reached yet");
    }

    async fn whatever_another_agency_s_owner_changes_is_their_own(server: Server) {
        let (sdl, hidden) = (Sdl::read(), World::found(&server).await);
        hidden.fill().await;
        let agency = Kind::Agency.read(&hidden.id(Kind::Agency).await).expect("an id");
        let before = Rows::of(&server, Some(agency)).await;
        let mut faults = vec![];

        let other = World::found(&server).await;
        other.fill().await;
        for mutation in sdl.mutations().iter().filter(|mutation| !is_by_link(mutation)) {
            let world = if mutation.scopes.is_empty() { &World::found(&server).await } else { &other };
            let given = arguments(&sdl, world, mutation, None, Subject::New).await;
            let given = given.unwrap_or_else(|unknown| panic!("{unknown}"));
            let reply = asked(&entitled(world, mutation).await, &sdl, mutation, given).await;
            if !is_found(mutation, &reply) {
                faults.push(format!("{}: the generated input is not taken: {reply:?}", mutation.name));
            }
        }

        assert!(faults.is_empty(), "give what is missing in tests/it/shape/examples.rs:\n{}", faults.join("\n"));
        assert_eq!(Rows::of(&server, Some(agency)).await, before);
    }
}

/// Whether a mutation is for those who have a link: its key says which records it is about, and no role does.
fn is_by_link(mutation: &Field) -> bool {
    mutation.name.starts_with("proposalLink")
}

/// Who may do it in this world: the owner, or for what only clients do somebody at the client.
async fn entitled<'a>(world: &World<'a>, mutation: &Field) -> Visitor<'a> {
    let scopes = &mutation.scopes;
    if scopes.is_empty() || scopes.iter().any(|scope| !scope.ends_with(":accept")) {
        return world.visitor();
    }
    world.server.visitor(&world.colleague(Role::Portal).await)
}

/// Whether a mutation found the records that its input names. Where a maker gives the input, it is taken besides.
fn is_found(mutation: &Field, reply: &Reply) -> bool {
    let is_made = place::subject(&mutation.name).is_none_or(|kind| maker(kind).is_some());
    reply.is_good()
        || (!is_made && reply.status == 200 && !reply.codes().iter().any(|code| REFUSALS.contains(code)))
}

async fn asked(visitor: &Visitor<'_>, sdl: &Sdl, mutation: &Field, arguments: Json) -> Reply {
    let selection = sdl.selection(named(&mutation.ty), 1);
    visitor
        .ask(&document("mutation", mutation, &selection), arguments)
        .await
}

/// One place of one mutation, tried by all.
struct Attempt<'g> {
    sdl: &'g Sdl,
    ground: &'g Ground<'g>,
    mutation: &'g Field,
    place: &'g Place,
}

impl Attempt<'_> {
    async fn run(&self) -> Result<Vec<String>, String> {
        let kind = place::kind(&self.mutation.name, self.place)?;
        let ground = self.ground;
        let mut faults = vec![];
        let beside = arguments(
            self.sdl,
            &ground.beside,
            self.mutation,
            Some(self.place),
            Subject::Known,
        )
        .await?;
        for stranger in ground
            .strangers
            .iter()
            .filter(|stranger| stranger.is_blind_to(kind))
        {
            if stranger.is_of_the_agency {
                faults.extend(self.refused(stranger, kind, beside.clone()).await);
                continue;
            }
            // What concerns their account alone is tried by somebody whose account may suffer.
            let world = if self.mutation.scopes.is_empty() {
                &World::found(ground.hidden.server).await
            } else {
                &ground.other
            };
            let stranger = &Stranger {
                visitor: world.visitor(),
                ..stranger.clone()
            };
            let own = arguments(self.sdl, world, self.mutation, Some(self.place), Subject::New).await?;
            faults.extend(self.refused(stranger, kind, own.clone()).await);
            let taken = asked(
                &entitled(world, self.mutation).await,
                self.sdl,
                self.mutation,
                own,
            )
            .await;
            if !is_found(self.mutation, &taken) {
                faults.push(format!("{}: it refuses the own id too: {taken:?}", self.about()));
            }
        }
        Ok(faults)
    }

    /// Asks about a hidden record and about one that never was, and compares.
    async fn refused(&self, stranger: &Stranger<'_>, kind: Kind, own: Json) -> Vec<String> {
        let server = self.ground.hidden.server;
        let (mut hidden, mut unknown) = (own.clone(), own);
        self.place.put(&mut hidden, &self.ground.hidden.id(kind).await);
        self.place.put(&mut unknown, &never(server, kind));
        let (who, about) = (stranger.who, self.about());
        let mut faults = vec![];

        let before = Rows::of(server, None).await;
        let hidden = asked(&stranger.visitor, self.sdl, self.mutation, hidden).await;
        let after = Rows::of(server, None).await;
        let unknown = asked(&stranger.visitor, self.sdl, self.mutation, unknown).await;

        if hidden != unknown {
            faults.push(format!(
                "{who}: {about}: {hidden:?}, but of a record that never was {unknown:?}"
            ));
        }
        // To take away what is not there is no fault, and changes nothing.
        let takes_away = self.place.name().starts_with("remove") && hidden.is_good();
        let codes = hidden.codes();
        if !takes_away && (codes.is_empty() || !codes.iter().all(|code| REFUSALS.contains(code))) {
            faults.push(format!("{who}: {about}: it is not refused: {hidden:?}"));
        }
        if before != after {
            faults.push(format!(
                "{who}: {about}: it changed something: {before:?} {after:?}"
            ));
        }
        for told in self.ground.told(stranger, &hidden).await {
            faults.push(format!("{who}: {about}: it tells of {told}"));
        }
        faults
    }

    fn about(&self) -> String {
        format!("{}({})", self.mutation.name, self.place.path())
    }
}
