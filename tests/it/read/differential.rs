use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use api::kernel::actor::Actor;
use async_graphql::{
    Name, Response, Variables,
    parser::{parse_query, types::DocumentOperations},
};
use async_graphql_value::ConstValue;
use entity::membership::Role;
use serde_json::json;
use tests::{Database, both, start};

use super::{
    compare::difference,
    dice::Dice,
    engine::Engine,
    generate::{self, Question},
    reference::{Expected, Place, Reference},
    world::{self, World},
};

/// Questions asked of each database; `RAPPORT_READ_QUERIES` asks as many as it says.
const QUESTIONS: u64 = 3_000;
/// What the rows and the questions are made from; `RAPPORT_READ_SEED` makes others.
const SEED: u64 = 20_261_124;
/// Differences that are told of before the test gives up.
const TOLD_AT_MOST: usize = 5;
/// Of a hundred questions with pages that go on, so many are asked again with cursors.
const TURNED: usize = 60;

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// What the reference answers.
fn expected(world: &World, actor: &Actor, question: &Question, cursors: &HashMap<String, Place>) -> Expected {
    let document = parse_query(&question.text).unwrap_or_else(|error| panic!("{error}\n{}", question.text));
    let operation = match &document.operations {
        DocumentOperations::Multiple(all) => all.values().next(),
        DocumentOperations::Single(one) => Some(one),
    };
    let given = Variables::from_json(question.variables.clone().into());
    let variables: HashMap<Name, ConstValue> = given
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let reference = Reference {
        world,
        actor,
        now: start(),
        document: &document,
        operation: &operation.expect("an operation").node,
        variables: &variables,
        cursors,
        errors: RefCell::new(BTreeSet::new()),
    };
    reference.answer()
}

/// The same question with cursors from its answer: the next page, the one before, or what lies between.
fn turned(dice: &mut Dice, question: &Question, cursors: &HashMap<String, Place>) -> Option<Question> {
    let mut all: Vec<(&String, &Place)> = cursors.iter().collect();
    all.sort_by_key(|(_, place)| (place.row, &place.list));
    let mut question = question.clone();
    let mut is_turned = false;
    for _ in 0..=dice.below(2) {
        let (cursor, place) = dice.any(&all)?;
        let variables = [&place.after, &place.before];
        let variable = match (dice.percent(4), dice.one(&variables)) {
            // A cursor of another list.
            (true, _) => &dice.one(&all).1.after,
            (false, variable) => *variable,
        };
        if let Some(variable) = variable {
            question.variables.insert(variable.clone(), json!(cursor));
            is_turned = true;
        }
    }
    is_turned.then_some(question)
}

/// Whether somebody sees all records of their agency: they ask half as often.
fn sees_all(actor: &Actor) -> bool {
    matches!(actor.role, Role::Owner | Role::Manager | Role::Finance)
}

/// All there is to know of two answers that differ.
fn report(
    seed: u64,
    actor: &Actor,
    question: &Question,
    expected: &Expected,
    got: &Response,
    difference: &str,
) -> String {
    let (text, variables) = (&question.text, json!(question.variables));
    let got = json!({ "data": got.data, "errors": got.errors });
    let must = expected.data.told();
    format!(
        "seed {seed}, {:?} {:?}\n{text}\n{variables}\n\n{difference}\n\nthe engine: {got}\n\nthe reference: {must} {:?}",
        actor.role, actor.member_id, expected.errors,
    )
}

both! {
    async fn the_engine_answers_as_the_reference_does(database: Database) {
        let _schema = api::graphql::schema();
        let (seed, questions) = (setting("RAPPORT_READ_SEED", SEED), setting("RAPPORT_READ_QUERIES", QUESTIONS));
        let world = world::made(seed).await;
        let engine = Engine::on(&database, &world).await;
        let actors = engine.actors().await;
        let asking: Vec<&Actor> = actors.iter().chain(actors.iter().filter(|actor| !sees_all(actor))).collect();

        let mut told = vec![];
        let (mut asked, mut telling): (u64, u64) = (0, 0);
        for number in 0.. {
            if asked >= questions || told.len() >= TOLD_AT_MOST {
                break;
            }
            let seed = seed + number;
            let actor = asking[usize::try_from(number).expect("a number") % asking.len()];
            let mut dice = Dice::new(!seed);
            let mut cursors = HashMap::new();
            let mut next = Some(generate::question(&world, actor, seed));
            while let Some(question) = next.take() {
                asked += 1;
                let expected = expected(&world, actor, &question, &cursors);
                telling += u64::from(expected.data.lists_some());
                let got = engine.ask(actor, &question).await;
                if let Some(difference) = difference(&expected, &got, &mut cursors) {
                    told.push(report(seed, actor, &question, &expected, &got, &difference));
                    break;
                }
                if dice.percent(TURNED) {
                    next = turned(&mut dice, &question, &cursors);
                }
            }
        }

        assert!(told.is_empty(), "with RAPPORT_READ_SEED={seed}, {} of {asked} answers differ:\n{}", told.len(), told.join("\n\n\n"));
        assert!(telling * 3 > asked, "only {telling} of {asked} answers list anything");
    }
}
