//! Who sees and changes which clients, and what is known of them.

use entity::{event::Visibility, membership::Role};
use serde_json::{Value as Json, json};
use tests::{Answer, App, Person, both};

use super::{client, contact, interaction, join, made, need, project, promise};

/// A client with one record of everything, twice where it can be shared.
struct Account {
    client: String,
    contact: String,
    assignment: String,
    internal: [String; 2],
    shared: [String; 2],
    need: String,
}

async fn account(by: &Person<'_>, lead: &str, name: &str) -> Account {
    let input = json!({
        "name": name, "tier": "A", "sector": "Food", "stage": "ACTIVE", "since": "2020-01-01", "ownerId": lead,
        "creditLimit": { "amount": "100", "currency": "EUR" }, "externalIds": [{ "source": "xero", "value": name }],
    });
    let client = made(by, "clientCreate", "client", input).await;
    by.write(
        "clientUpdate",
        json!({ "id": client, "stageReason": "they pay late" }),
        "client { id }",
    )
    .await
    .good();
    let contact = contact(by, &client, &format!("{name} contact")).await;
    let both = async |visibility: &str| {
        let interaction = interaction(
            by,
            &client,
            json!({ "visibility": visibility, "sentiment": -2, "contactIds": [contact] }),
        )
        .await;
        let promise = promise(
            by,
            &client,
            json!({ "visibility": visibility, "interactionId": interaction }),
        )
        .await;
        [interaction, promise]
    };
    let (internal, shared) = (both("INTERNAL").await, both("SHARED").await);
    let need = need(by, &client, json!({ "evidenceIds": [shared[0]] })).await;
    let document =
        "query($id: ID!) { accountAssignments(filter: { clientId: { eq: $id } }) { nodes { id } } }";
    let assignment = by
        .ask_with(document, json!({ "id": client }))
        .await
        .text("accountAssignments.nodes.0.id");
    Account {
        client,
        contact,
        assignment,
        internal,
        shared,
        need,
    }
}

/// The ids that each list shows somebody.
async fn seen(by: &Person<'_>, lists: &[&str]) -> Vec<Vec<Json>> {
    let mut all = vec![];
    for list in lists {
        let answer = by
            .ask(&format!("{{ {list} {{ nodes {{ id }} totalCount }} }}"))
            .await
            .good();
        let mut ids = answer.each(&format!("{list}.nodes"), "id");
        assert_eq!(answer.at(&format!("{list}.totalCount")), ids.len(), "{list}");
        ids.sort_by_key(Json::to_string);
        all.push(ids);
    }
    all
}

fn sorted(ids: &[&str]) -> Vec<Json> {
    let mut ids: Vec<Json> = ids.iter().map(|id| json!(id)).collect();
    ids.sort_by_key(Json::to_string);
    ids
}

/// Codes of the top-level errors, with their paths.
fn refusals(answer: &Answer) -> Vec<String> {
    let refusal = |error: &Json| {
        let path: Vec<String> = error["path"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned))
            .collect();
        format!(
            "{} {}",
            error["extensions"]["code"].as_str().unwrap_or("-"),
            path.join(".")
        )
    };
    let mut all: Vec<String> = answer.errors.iter().map(refusal).collect();
    all.sort_unstable();
    all
}

const ALL: [&str; 6] = [
    "clients",
    "contacts",
    "accountAssignments",
    "interactions",
    "promises",
    "needs",
];

both! {
    async fn a_portal_user_sees_what_is_shared_with_their_client_only(app: App) {
        let owner = app.owner().await;
        let (mine, other) = (account(&owner, &owner.id, "Mine").await, account(&owner, &owner.id, "Other").await);
        let portal = app.portal(&mine.client).await;

        let lists = seen(&portal, &["clients", "contacts", "interactions", "promises"]).await;
        let [id, hidden, foreign] = [&mine.shared[0], &mine.internal[0], &other.shared[0]];
        let tree = portal.ask_with(
            "query($shared: ID!, $hidden: ID!, $foreign: ID!, $promise: ID!) { shared: interaction(id: $shared) { client { name } contacts { nodes { name } } } hidden: interaction(id: $hidden) { id } \
             foreign: node(id: $foreign) { id } promise: promise(id: $promise) { id } clients { nodes { interactions { nodes { id } totalCount } promises { nodes { interaction { id } } } } } }",
            json!({ "shared": id, "hidden": hidden, "foreign": foreign, "promise": mine.internal[1] }),
        ).await.good();

        assert_eq!(lists, [sorted(&[&mine.client]), sorted(&[&mine.contact]), sorted(&[&mine.shared[0]]), sorted(&[&mine.shared[1]])]);
        assert_eq!(tree.at("shared"), &json!({ "client": { "name": "Mine" }, "contacts": { "nodes": [{ "name": "Mine contact" }] } }));
        assert_eq!([tree.at("hidden"), tree.at("foreign"), tree.at("promise")], [&Json::Null, &Json::Null, &Json::Null]);
        assert_eq!(tree.at("clients.nodes.0"), &json!({
            "interactions": { "nodes": [{ "id": id }], "totalCount": 1 }, "promises": { "nodes": [{ "interaction": { "id": id } }] },
        }));
    }

    async fn a_shared_promise_of_an_internal_talk_does_not_show_the_talk(app: App) {
        let owner = app.owner().await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let id = promise(&owner, &mine.client, json!({ "visibility": "SHARED", "interactionId": mine.internal[0] })).await;
        let portal = app.portal(&mine.client).await;

        let answer = portal.ask_with("query($id: ID!) { promise(id: $id) { text interaction { summary } } }", json!({ "id": id })).await.good();

        assert_eq!(answer.at("promise"), &json!({ "text": "We call back", "interaction": null }));
    }

    async fn a_portal_user_sees_nothing_of_what_the_agency_thinks(app: App) {
        let owner = app.owner().await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let portal = app.portal(&mine.client).await;

        let answer = portal.ask(
            "{ clients { nodes { name tier stageReason customFields creditLimit { amount } externalIds { value } needs { totalCount } who: assignments { nodes { id } } } }
               interactions { nodes { summary sentiment mood: sentiment visibility customFields } } promises { nodes { text statusReason } } contacts { nodes { decisionRole } } }",
        ).await;

        assert_eq!(answer.at("clients.nodes.0"), &json!({
            "name": "Mine", "tier": null, "stageReason": null, "customFields": null, "creditLimit": null, "externalIds": null, "needs": null, "who": null,
        }));
        assert_eq!(answer.at("interactions.nodes.0"), &json!({ "summary": "We wrote", "sentiment": null, "mood": null, "visibility": null, "customFields": null }));
        assert_eq!(refusals(&answer), [
            "FORBIDDEN clients.nodes.creditLimit", "FORBIDDEN clients.nodes.customFields", "FORBIDDEN clients.nodes.externalIds", "FORBIDDEN clients.nodes.needs",
            "FORBIDDEN clients.nodes.stageReason", "FORBIDDEN clients.nodes.tier", "FORBIDDEN clients.nodes.who", "FORBIDDEN contacts.nodes.decisionRole",
            "FORBIDDEN interactions.nodes.customFields", "FORBIDDEN interactions.nodes.mood", "FORBIDDEN interactions.nodes.sentiment",
            "FORBIDDEN interactions.nodes.visibility", "FORBIDDEN promises.nodes.statusReason",
        ]);
        let scopes = |path: &str| answer.errors.iter().find(|error| error["path"] == json!(path.split('.').collect::<Vec<_>>())).expect("an error")["extensions"]["requiredScopes"].clone();
        assert_eq!(scopes("clients.nodes.tier"), json!(["internal:read"]));
        assert_eq!(scopes("clients.nodes.creditLimit"), json!(["finance:read"]));
        assert_eq!(scopes("clients.nodes.needs"), json!(["needs:read"]));
    }

    async fn what_somebody_may_not_see_they_cannot_test_sort_group_or_sum_by(app: App) {
        let owner = app.owner().await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let portal = app.portal(&mine.client).await;

        for document in [
            "{ clients(filter: { tier: { eq: A } }) { totalCount } }",
            "{ clients(filter: { not: { or: [{ tier: { isNull: true } }] } }) { totalCount } }",
            r#"{ clients(filter: { customField: { key: "k", eq: "v" } }) { totalCount } }"#,
            r#"{ clients(filter: { externalId: { source: { eq: "xero" } } }) { totalCount } }"#,
            "{ clients(filter: { interactions: { some: { sentiment: { lt: 0 } } } }) { totalCount } }",
            "{ clients(filter: { interactions: { none: { visibility: { eq: INTERNAL } } } }) { totalCount } }",
            "{ interactions(filter: { client: { tier: { eq: A } } }) { totalCount } }",
            "{ clients(orderBy: [{ field: TIER }]) { totalCount } }",
            "{ interactions(orderBy: [{ field: SENTIMENT }]) { nodes { id } } }",
            "{ promises(filter: { visibility: { eq: SHARED } }) { totalCount } }",
            "{ clientGroups(by: [TIER]) { keys } }",
            "{ clientGroups(by: [STAGE], filter: { tier: { eq: A } }) { keys } }",
            "{ interactionGroups(by: [SENTIMENT]) { keys } }",
            "{ clientAggregate { creditLimitSum { amount } } }",
            "{ clientAggregate(filter: { tier: { eq: A } }) { count } }",
            "{ needs { totalCount } }",
            "{ needGroups(by: [STATUS]) { keys } }",
            "{ accountAssignments { totalCount } }",
            "{ clients { nodes { interactions(filter: { sentiment: { eq: 2 } }) { totalCount } } } }",
        ] {
            let answer = portal.ask(document).await;
            assert_eq!(answer.errors[0]["extensions"]["code"], "FORBIDDEN", "{document}");
            let field = answer.data.as_object().and_then(|data| data.values().next()).cloned().unwrap_or_default();
            assert_eq!(field, Json::Null, "{document}");
        }
        let unseen = portal.ask("{ clients(filter: { needs: { some: {} } }) { totalCount } }").await.good();
        assert_eq!(unseen.at("clients.totalCount"), 0);
    }

    async fn nobody_writes_what_their_role_does_not_write(app: App) {
        let owner = app.owner().await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let work = project(&app, &owner, &mine.client, Visibility::Shared).await;
        let team = [app.person(Role::ProjectManager).await, app.person(Role::Specialist).await, app.person(Role::Freelancer).await];
        for person in &team {
            join(&app, work, person).await;
        }
        let [manager, specialist, freelancer] = team;
        let (viewer, finance, portal) = (app.person(Role::Viewer).await, app.person(Role::Finance).await, app.portal(&mine.client).await);
        let id = &mine.client;
        let talk = json!({ "clientId": id, "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "Called" });
        let writes = [
            ("clientUpdate", "client", json!({ "id": id, "name": "Ours" })),
            ("contactCreate", "contact", json!({ "clientId": id, "name": "Bo" })),
            ("accountAssignmentCreate", "accountAssignment", json!({ "clientId": id, "memberId": owner.id, "role": "BACKUP" })),
            ("accountAssignmentEnd", "accountAssignment", json!({ "id": mine.assignment })),
            ("promiseCreate", "promise", json!({ "clientId": id, "byParty": "CLIENT", "text": "x", "dueOn": "2026-12-01" })),
            ("promiseSettle", "promise", json!({ "id": mine.shared[1], "to": "KEPT" })),
            ("needCreate", "need", json!({ "clientId": id, "statement": "x" })),
            ("needTransition", "need", json!({ "id": mine.need, "to": "CONFIRMED" })),
        ];

        for person in [&manager, &specialist, &freelancer, &viewer, &finance, &portal] {
            for (mutation, record, input) in &writes {
                let answer = person.write(mutation, input.clone(), &format!("{record} {{ id }}")).await;
                assert_eq!(answer.error(), "FORBIDDEN: you may not do this", "{:?} {mutation}", person.actor.role);
            }
        }
        for person in [&freelancer, &viewer, &finance, &portal] {
            let answer = person.write("interactionCreate", talk.clone(), "interaction { id }").await;
            assert_eq!(answer.error(), "FORBIDDEN: you may not do this", "{:?}", person.actor.role);
        }
        for person in [&manager, &specialist] {
            let recorded = person.write("interactionCreate", talk.clone(), "interaction { id viewerCan { update } }").await.good();
            assert_eq!(recorded.at("payload.interaction.viewerCan.update"), person.actor.role == Role::ProjectManager);
        }
    }

    async fn an_account_manager_has_their_own_clients_only(app: App) {
        let owner = app.owner().await;
        let anna = app.person(Role::AccountManager).await;
        let (mine, other) = (account(&owner, &anna.id, "Mine").await, account(&owner, &owner.id, "Other").await);

        let lists = seen(&anna, &ALL).await;

        assert_eq!(lists, [
            sorted(&[&mine.client]), sorted(&[&mine.contact]), sorted(&[&mine.assignment]), sorted(&[&mine.internal[0], &mine.shared[0]]),
            sorted(&[&mine.internal[1], &mine.shared[1]]), sorted(&[&mine.need]),
        ]);
        anna.write("clientUpdate", json!({ "id": mine.client, "name": "Ours" }), "client { id }").await.good();
        anna.write("needTransition", json!({ "id": mine.need, "to": "CONFIRMED" }), "need { id }").await.good();
        let taken = made(&anna, "clientCreate", "client", json!({ "name": "New" })).await;
        assert_eq!(seen(&anna, &["clients"]).await, [sorted(&[&mine.client, &taken])]);
        hidden_from(&anna, &other).await;
    }

    async fn an_account_manager_who_stands_in_has_the_client_too(app: App) {
        let owner = app.owner().await;
        let anna = app.person(Role::AccountManager).await;
        let mine = account(&owner, &owner.id, "Mine").await;
        let input = json!({ "clientId": mine.client, "memberId": anna.id, "role": "BACKUP" });
        let backup = made(&owner, "accountAssignmentCreate", "accountAssignment", input).await;

        let before = seen(&anna, &["clients"]).await;
        owner.write("accountAssignmentEnd", json!({ "id": backup }), "accountAssignment { id }").await.good();
        let after = seen(&anna, &["clients"]).await;

        assert_eq!((before, after), (vec![sorted(&[&mine.client])], vec![vec![]]));
    }

    async fn a_specialist_has_the_clients_of_their_projects(app: App) {
        let owner = app.owner().await;
        let specialist = app.person(Role::Specialist).await;
        let (mine, other) = (account(&owner, &owner.id, "Mine").await, account(&owner, &owner.id, "Other").await);
        join(&app, project(&app, &owner, &mine.client, Visibility::Internal).await, &specialist).await;
        project(&app, &owner, &other.client, Visibility::Shared).await;

        let lists = seen(&specialist, &ALL).await;

        assert_eq!(lists, [
            sorted(&[&mine.client]), sorted(&[&mine.contact]), sorted(&[&mine.assignment]), sorted(&[&mine.internal[0], &mine.shared[0]]),
            sorted(&[&mine.internal[1], &mine.shared[1]]), sorted(&[&mine.need]),
        ]);
        let talk = |client: &str| json!({ "clientId": client, "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "Called" });
        specialist.write("interactionCreate", talk(&mine.client), "interaction { id }").await.good();
        let foreign = specialist.write("interactionCreate", talk(&other.client), "interaction { id }").await;
        assert_eq!((foreign.error(), foreign.error_path()), ("NOT_FOUND: there is no such record".to_owned(), "input.clientId".to_owned()));
    }

    async fn a_freelancer_sees_of_a_client_the_name_only(app: App) {
        let owner = app.owner().await;
        let freelancer = app.person(Role::Freelancer).await;
        let (mine, _other) = (account(&owner, &owner.id, "Mine").await, account(&owner, &owner.id, "Other").await);
        join(&app, project(&app, &owner, &mine.client, Visibility::Internal).await, &freelancer).await;

        let answer = freelancer.ask(
            "{ clients { nodes { id name legalName stage stageReason allowedTransitions tier sector currency locale taxId billingAddress paymentTermDays creditLimit { amount } since \
               owner { id } assignments { totalCount } interactions { totalCount } promises { totalCount } needs { totalCount } contacts { totalCount } externalIds { value } customFields } } }",
        ).await;

        let shown: Vec<_> = answer.at("clients.nodes.0").as_object().expect("a client").iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), value.clone())).collect();
        assert_eq!(answer.at("clients.nodes").as_array().map(Vec::len), Some(1));
        assert_eq!(shown, [("allowedTransitions".to_owned(), json!([])), ("id".to_owned(), json!(mine.client)), ("name".to_owned(), json!("Mine"))]);
        assert_eq!(answer.errors.len(), 20);
        for list in ["contacts", "accountAssignments", "interactions", "promises", "needs"] {
            let answer = freelancer.ask(&format!("{{ {list} {{ totalCount }} }}")).await;
            assert_eq!(refusals(&answer), [format!("FORBIDDEN {list}")]);
        }
        for document in ["{ clients(orderBy: [{ field: STAGE }]) { totalCount } }", "{ clientGroups(by: [OWNER]) { keys } }", "{ clients(filter: { ownerId: { isNull: true } }) { totalCount } }"] {
            assert_eq!(freelancer.ask(document).await.error(), "FORBIDDEN: you may not see this", "{document}");
        }
    }

    async fn records_of_another_agency_do_not_exist(app: App) {
        let (owner, stranger) = (app.owner().await, app.stranger().await);
        let theirs = account(&stranger, &stranger.id, "Theirs").await;

        assert_eq!(seen(&owner, &ALL).await, vec![Vec::<Json>::new(); 6]);
        hidden_from(&owner, &theirs).await;
    }
}

/// Nothing of an account is read or written, nor named in an input.
#[expect(clippy::too_many_lines, reason = "a list of everything there is to try")]
async fn hidden_from(by: &Person<'_>, account: &Account) {
    let Account {
        client: id,
        contact,
        assignment,
        internal,
        shared,
        need,
    } = account;
    for id in [id, contact, assignment, need]
        .into_iter()
        .chain(internal)
        .chain(shared)
    {
        let answer = by
            .ask_with(
                "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }",
                json!({ "id": id }),
            )
            .await
            .good();
        assert_eq!(answer.data, json!({ "node": null, "nodes": [null] }));
    }
    let mine = client(by, "One of mine").await;
    let my_talk = interaction(by, &mine, json!({})).await;
    let my_need = super::need(by, &mine, json!({})).await;
    let talk = |input: Json| {
        super::with(
            json!({ "clientId": mine, "channel": "CALL", "direction": "IN", "hat": "EXPERT", "summary": "Called" }),
            input,
        )
    };
    let word = |input: Json| {
        super::with(
            json!({ "clientId": mine, "byParty": "AGENCY", "text": "x", "dueOn": "2026-12-01" }),
            input,
        )
    };
    let writes = [
        (
            "clientUpdate",
            "client",
            json!({ "id": id, "name": "x" }),
            "input.id",
        ),
        ("clientArchive", "client", json!({ "id": id }), "input.id"),
        (
            "contactCreate",
            "contact",
            json!({ "clientId": id, "name": "x" }),
            "input.clientId",
        ),
        (
            "contactUpdate",
            "contact",
            json!({ "id": contact, "name": "x" }),
            "input.id",
        ),
        ("contactArchive", "contact", json!({ "id": contact }), "input.id"),
        (
            "accountAssignmentCreate",
            "accountAssignment",
            json!({ "clientId": id, "memberId": by.id, "role": "BACKUP" }),
            "input.clientId",
        ),
        (
            "accountAssignmentUpdate",
            "accountAssignment",
            json!({ "id": assignment, "handoverNote": "x" }),
            "input.id",
        ),
        (
            "accountAssignmentEnd",
            "accountAssignment",
            json!({ "id": assignment }),
            "input.id",
        ),
        (
            "interactionCreate",
            "interaction",
            talk(json!({ "clientId": id })),
            "input.clientId",
        ),
        (
            "interactionCreate",
            "interaction",
            talk(json!({ "contactIds": [contact] })),
            "input.contactIds.0",
        ),
        (
            "interactionUpdate",
            "interaction",
            json!({ "id": shared[0], "minutes": 1 }),
            "input.id",
        ),
        (
            "interactionUpdate",
            "interaction",
            json!({ "id": my_talk, "addContactIds": [contact] }),
            "input.addContactIds.0",
        ),
        (
            "interactionArchive",
            "interaction",
            json!({ "id": internal[0] }),
            "input.id",
        ),
        (
            "promiseCreate",
            "promise",
            word(json!({ "clientId": id })),
            "input.clientId",
        ),
        (
            "promiseCreate",
            "promise",
            word(json!({ "interactionId": shared[0] })),
            "input.interactionId",
        ),
        (
            "promiseUpdate",
            "promise",
            json!({ "id": shared[1], "text": "x" }),
            "input.id",
        ),
        (
            "promiseSettle",
            "promise",
            json!({ "id": shared[1], "to": "KEPT" }),
            "input.id",
        ),
        (
            "promiseArchive",
            "promise",
            json!({ "id": internal[1] }),
            "input.id",
        ),
        (
            "needCreate",
            "need",
            json!({ "clientId": id, "statement": "x" }),
            "input.clientId",
        ),
        (
            "needCreate",
            "need",
            json!({ "clientId": mine, "statement": "x", "evidenceIds": [shared[0]] }),
            "input.evidenceIds.0",
        ),
        (
            "needUpdate",
            "need",
            json!({ "id": need, "statement": "x" }),
            "input.id",
        ),
        (
            "needUpdate",
            "need",
            json!({ "id": my_need, "addEvidenceIds": [my_talk, internal[0]] }),
            "input.addEvidenceIds.1",
        ),
        (
            "needTransition",
            "need",
            json!({ "id": need, "to": "CONFIRMED" }),
            "input.id",
        ),
        ("needArchive", "need", json!({ "id": need }), "input.id"),
    ];
    for (mutation, record, input, path) in writes {
        let answer = by.write(mutation, input, &format!("{record} {{ id }}")).await;
        assert_eq!(
            (answer.error(), answer.error_path()),
            ("NOT_FOUND: there is no such record".to_owned(), path.to_owned()),
            "{mutation}"
        );
    }
}
