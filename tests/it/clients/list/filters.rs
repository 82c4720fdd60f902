use serde_json::{Value as Json, json};
use tests::{App, both};

use super::{
    super::{client, contact, interaction, made, need, promise},
    names,
};

both! {
    async fn tests_combine_by_and_or_and_not(app: App) {
        let owner = app.owner().await;
        for (name, tier, sector) in [("Anton", json!("A"), json!("Food")), ("Berta", json!("B"), json!("Food")), ("Cäsar", Json::Null, json!("Trade")), ("Dora", json!("A"), Json::Null)] {
            made(&owner, "clientCreate", "client", json!({ "name": name, "tier": tier, "sector": sector })).await;
        }

        for (filter, found) in [
            ("{ tier: { eq: A } }", &["Anton", "Dora"][..]),
            ("{ tier: { ne: A } }", &["Berta", "Cäsar"]),
            ("{ tier: { notIn: [A, B] } }", &["Cäsar"]),
            ("{ not: { tier: { eq: A } } }", &["Berta", "Cäsar"]),
            ("{ tier: { eq: A }, sector: { isNull: true } }", &["Dora"]),
            (r#"{ or: [{ tier: { eq: B } }, { sector: { eq: "Trade" } }] }"#, &["Berta", "Cäsar"]),
            (r#"{ and: [{ not: { sector: { in: ["Trade"] } } }, { or: [{ tier: { isNull: true } }, { tier: { eq: A } }] }] }"#, &["Anton", "Dora"]),
            ("{ or: [] }", &[]),
            ("{ and: [] }", &["Anton", "Berta", "Cäsar", "Dora"]),
            (r#"{ name: { contains: "AES" } }"#, &[]),
            (r#"{ name: { contains: "cas" } }"#, &["Cäsar"]),
            (r#"{ name: { startsWith: "d" } }"#, &["Dora"]),
            (r#"{ name: { eq: "Cäsar" } }"#, &["Cäsar"]),
            (r#"{ name: { eq: "cäsar" } }"#, &[]),
            (r#"{ name: { eq: "Casar" } }"#, &[]),
            (r#"{ name: { in: ["Anton", "dora", "Cäsar"] } }"#, &["Anton", "Cäsar"]),
            ("{ name: { in: [] } }", &[]),
            (r#"{ name: { notIn: ["Anton", "dora", "Cäsar"] } }"#, &["Berta", "Dora"]),
        ] {
            assert_eq!(names(&owner, &format!("filter: {filter}")).await, found, "{filter}");
        }
    }

    /// Only names have a folded twin: other texts are tested as they are written, but for the case of Latin letters.
    async fn clients_are_tested_by_parts_of_what_they_do(app: App) {
        let owner = app.owner().await;
        made(&owner, "clientCreate", "client", json!({ "name": "Anton", "sector": "Café und Küche" })).await;

        for (filter, found) in [
            (r#"{ sector: { contains: "Küche" } }"#, &["Anton"][..]),
            (r#"{ sector: { contains: "küCHE" } }"#, &["Anton"]),
            (r#"{ sector: { startsWith: "café" } }"#, &["Anton"]),
            (r#"{ sector: { contains: "kuche" } }"#, &[]),
            (r#"{ sector: { contains: "KÜCHE" } }"#, &[]),
        ] {
            assert_eq!(names(&owner, &format!("filter: {filter}")).await, found, "{filter}");
        }
    }

    async fn clients_are_tested_by_what_belongs_to_them(app: App) {
        let owner = app.owner().await;
        let (anton, berta) = (client(&owner, "Anton").await, client(&owner, "Berta").await);
        made(&owner, "clientCreate", "client", json!({ "name": "Clara", "ownerId": owner.id })).await;
        let signer = contact(&owner, &anton, "Ada").await;
        owner.write("contactUpdate", json!({ "id": signer, "decisionRole": "SIGNER" }), "contact { id }").await.good();
        contact(&owner, &berta, "Bo").await;
        let talk = interaction(&owner, &anton, json!({ "hat": "EXPERT", "sentiment": -2, "contactIds": [signer] })).await;
        interaction(&owner, &berta, json!({ "hat": "SALESPERSON" })).await;
        need(&owner, &anton, json!({ "evidenceIds": [talk] })).await;

        for (filter, found) in [
            ("{ interactions: { some: { hat: { eq: EXPERT } } } }".to_owned(), &["Anton"][..]),
            ("{ interactions: { none: { hat: { eq: EXPERT } } } }".to_owned(), &["Berta", "Clara"]),
            ("{ interactions: { none: {} } }".to_owned(), &["Clara"]),
            ("{ interactions: { some: {}, none: { sentiment: { lt: 0 } } } }".to_owned(), &["Berta"]),
            ("{ interactions: { some: { contacts: { some: { decisionRole: { eq: SIGNER } } } } } }".to_owned(), &["Anton"]),
            (format!("{{ interactions: {{ some: {{ members: {{ some: {{ id: {{ eq: \"{}\" }} }} }} }} }} }}", owner.id), &["Anton", "Berta"]),
            ("{ needs: { some: { evidence: { some: { hat: { eq: EXPERT } } } } } }".to_owned(), &["Anton"]),
            ("{ assignments: { some: { role: { eq: LEAD }, endsOn: { isNull: true } } } }".to_owned(), &["Clara"]),
            ("{ promises: { some: {} } }".to_owned(), &[]),
            (format!("{{ ownerId: {{ eq: \"{}\" }} }}", owner.id), &["Clara"]),
            ("{ owner: { role: { eq: OWNER } } }".to_owned(), &["Clara"]),
        ] {
            assert_eq!(names(&owner, &format!("filter: {filter}")).await, found, "{filter}");
        }
        owner.write("interactionArchive", json!({ "id": talk }), "interaction { id }").await.good();
        assert_eq!(names(&owner, "filter: { interactions: { some: { hat: { eq: EXPERT } } } }").await, Vec::<String>::new());
    }

    async fn clients_with_all_that_belongs_to_them_take_one_statement(app: App) {
        let owner = app.owner().await;
        for name in ["Anton", "Berta", "Clara"] {
            let client = made(&owner, "clientCreate", "client", json!({ "name": name, "ownerId": owner.id })).await;
            let guest = contact(&owner, &client, "Ada").await;
            let talk = interaction(&owner, &client, json!({ "contactIds": [guest] })).await;
            promise(&owner, &client, json!({ "interactionId": talk })).await;
            need(&owner, &client, json!({ "evidenceIds": [talk] })).await;
        }

        let answer = owner.ask(
            "{ clients(orderBy: [{ field: NAME }]) { totalCount nodes { name assignments { nodes { member { name } } } interactions { totalCount nodes { contacts { nodes { name } } members { nodes { id } } } } \
               promises { nodes { text interaction { summary } } } needs { nodes { statement evidence { totalCount } } } } } }",
        ).await.good();

        assert_eq!(answer.statements, 1);
        assert_eq!(answer.at("clients.nodes.2.interactions.nodes.0.contacts.nodes.0.name"), "Ada");
        assert_eq!(answer.at("clients.nodes.2.needs.nodes.0.evidence.totalCount"), 1);
        assert_eq!(answer.at("clients.nodes.1.promises.nodes.0.interaction.summary"), "We wrote");
    }
}
