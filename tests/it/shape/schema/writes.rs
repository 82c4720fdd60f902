//! What mutations take and answer.

use async_graphql::parser::types::FieldDefinition;

use super::contract::{Contract, is_list};

/// Mutations of an account: they answer with tokens, which are told once, or are the same when they are done twice.
const OF_ACCOUNTS: &[&str] = &[
    "agencySwitch",
    "invitationAccept",
    "passwordChange",
    "passwordReset",
    "passwordResetRequest",
    "sessionEnd",
    "sessionsEndOthers",
    "signIn",
    "signOut",
    "signUp",
    "tokenRefresh",
];

/// Mutations by a link, which is of nobody who could have said something before: done twice they are the same.
const BY_LINK: &[&str] = &["proposalLinkAccept", "proposalLinkDecline", "proposalLinkView"];

/// Mutations that need to be told nothing.
const WITHOUT_INPUT: &[&str] = &["sessionsEndOthers", "signOut"];

/// The last words of mutations that make a record, whether there is one already or not: they know of no version.
const MAKING: &[&str] = &["Add", "Copy", "Create", "Invite", "Set", "Start"];

/// The answers to a proposal: they name the hash of what was read, and there is one of them.
const ANSWERING: &[&str] = &["proposalAccept", "proposalDecline"];

/// Changes of many records at once: each of these is found as it is at the moment.
const OF_MANY: &[&str] = &["fxRatesImport", "timeEntriesReprice"];

#[test]
fn every_mutation_takes_one_input_that_is_called_as_it_is() {
    let contract = Contract::read();

    let odd: Vec<_> = contract
        .fields("Mutation")
        .filter(|field| {
            let name = field.name.node.as_str();
            if WITHOUT_INPUT.contains(&name) {
                return !field.arguments.is_empty();
            }
            // What is brought back is named as what is put out of sight.
            let expected = format!("{}Input!", capitalised(&name.replace("Unarchive", "Archive")));
            let [input] = field.arguments.as_slice() else {
                return true;
            };
            input.node.name.node != "input" || input.node.ty.node.to_string() != expected
        })
        .map(|field| field.name.node.as_str())
        .collect();

    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn every_mutation_answers_with_what_it_made_or_with_errors() {
    let contract = Contract::read();

    let odd: Vec<_> = contract
        .fields("Mutation")
        .filter(|field| {
            let ty = field.ty.node.to_string();
            let Some(payload) = ty
                .strip_suffix('!')
                .filter(|payload| payload.ends_with("Payload"))
            else {
                return true;
            };
            let mut fields = contract.fields(payload);
            !fields.any(|field| field.name.node == "errors" && field.ty.node.to_string() == "[UserError!]!")
        })
        .map(|field| field.name.node.as_str())
        .collect();

    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn a_record_in_a_payload_is_null_when_there_are_errors() {
    let contract = Contract::read();

    let odd: Vec<_> = contract
        .fields("Mutation")
        .filter(|field| !OF_ACCOUNTS.contains(&field.name.node.as_str()))
        .filter(|field| {
            let payload = field.ty.node.to_string().replace('!', "");
            let mut others = contract
                .fields(&payload)
                .filter(|field| field.name.node != "errors");
            others.any(|field| !field.ty.node.nullable && !is_list(&field.ty.node))
        })
        .map(|field| field.name.node.as_str())
        .collect();

    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn every_change_of_a_record_can_be_sent_twice() {
    let contract = Contract::read();

    let without = without(&contract, "idempotencyKey", &["String"]);

    let mut known = [OF_ACCOUNTS, BY_LINK].concat();
    known.sort_unstable();
    assert_eq!(without, known, "mutations whose input has no idempotencyKey");
}

#[test]
fn every_change_of_a_record_can_name_the_version_it_is_meant_for() {
    let contract = Contract::read();

    let without: Vec<_> = without(&contract, "expectedVersion", &["Int", "Int!"])
        .into_iter()
        .filter(|name| {
            ![OF_ACCOUNTS, BY_LINK, ANSWERING, OF_MANY]
                .iter()
                .any(|known| known.contains(name))
        })
        .filter(|name| !MAKING.iter().any(|word| name.ends_with(word)))
        .collect();

    assert!(
        without.is_empty(),
        "mutations whose input has no expectedVersion: {without:?}"
    );
}

/// The mutations whose input has no such field, sorted.
fn without<'c>(contract: &'c Contract, field: &str, types: &[&str]) -> Vec<&'c str> {
    let has = |mutation: &FieldDefinition| {
        mutation.arguments.iter().any(|argument| {
            let input = argument.node.ty.node.to_string().replace('!', "");
            contract
                .inputs(&input)
                .iter()
                .any(|known| known.name.node == field && types.contains(&known.ty.node.to_string().as_str()))
        })
    };
    let without = contract.fields("Mutation").filter(|mutation| !has(mutation));
    let mut names: Vec<&str> = without.map(|mutation| mutation.name.node.as_str()).collect();
    names.sort_unstable();
    names
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
