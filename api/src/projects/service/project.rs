//! Rules of projects.

use async_graphql::MaybeUndefined;
use entity::{
    budget, client,
    commitment::{self, CommitmentStatus},
    cost_entry,
    event::Visibility,
    expense,
    membership::Role,
    phase::{self, PhaseStatus},
    project::{self, ProjectStatus, Rag},
    project_member::ProjectRole,
    task,
    time_entry::{self, BookingStatus},
    value::{Id, Kind},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition,
};

use super::{plan, project_member};
use crate::{
    kernel::{
        custom,
        error::{Result, UserError},
        event::EventType,
        external, number,
        patch::{needed, optional, trim, trimmed},
        policy::Action,
        state::State,
        tx::{Tx, Versioned},
    },
    projects::input::{
        ProjectArchiveInput, ProjectCreateInput, ProjectTransitionInput, ProjectUpdateInput, in_order,
    },
};

/// Plans work for a client. Who makes it is on it from the first day when running projects is their role, and so is who runs it.
pub async fn create(tx: &Tx, input: ProjectCreateInput) -> Result<project::Model> {
    tx.may(Action::Create, Kind::Project)?;
    input.check()?;
    let client = tx
        .under::<client::Entity>(Action::Update, input.client_id, "input.clientId")
        .await?;
    let maker = tx.actor().member_id.filter(|_| runs_projects(tx.actor().role));
    let manager = match input.manager_id {
        Some(manager) => Some(project_member::runner(tx, manager, "input.managerId").await?.id),
        None => maker,
    };
    let custom_fields = custom::checked_new::<project::Entity>(tx, input.custom_fields).await?;
    let code = match trim(input.code) {
        Some(code) => unused(tx, code, None).await?,
        None => next_code(tx).await?,
    };
    let row = project::ActiveModel {
        client_id: Set(client.id),
        code: Set(code),
        name: Set(input.name.trim().to_owned()),
        description: Set(trim(input.description)),
        manager_id: Set(manager),
        status: Set(ProjectStatus::Planned),
        rag: Set(input.rag.unwrap_or(Rag::Green)),
        rag_note: Set(trim(input.rag_note)),
        currency: Set(input.currency.unwrap_or(client.currency)),
        visibility: Set(input.visibility.unwrap_or(Visibility::Internal)),
        starts_on: Set(input.starts_on.map(Into::into)),
        ends_on: Set(input.ends_on.map(Into::into)),
        custom_fields: Set(custom_fields),
        ..Default::default()
    };
    let project = tx.insert(row).await?;
    external::put(tx, project.id, "externalIds", input.external_ids, None).await?;
    custom::index(tx, project.id, &project.custom_fields).await?;
    tx.tell(EventType::ProjectCreated, &project);
    for runner in [manager, maker.filter(|maker| Some(*maker) != manager)]
        .into_iter()
        .flatten()
    {
        project_member::put_on(tx, project.id, runner, ProjectRole::Manager).await?;
    }
    Ok(project)
}

/// Changes a project.
pub async fn update(tx: &Tx, input: ProjectUpdateInput) -> Result<project::Model> {
    let project = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(input.expected_version)?;
    input.check()?;
    in_order(
        plan::day_after(input.starts_on, project.starts_on),
        plan::day_after(input.ends_on, project.ends_on),
        "endsOn",
    )?;
    if input
        .currency
        .value()
        .is_some_and(|currency| *currency != project.currency)
    {
        no_amounts(tx, project.id).await?;
    }
    let code = match trimmed(input.code) {
        MaybeUndefined::Value(code) => Set(unused(tx, code, Some(project.id)).await?),
        MaybeUndefined::Undefined | MaybeUndefined::Null => NotSet,
    };
    if let MaybeUndefined::Value(manager) = input.manager_id
        && project.manager_id != Some(manager)
    {
        let manager = project_member::runner(tx, manager, "input.managerId").await?;
        project_member::put_on(tx, project.id, manager.id, ProjectRole::Manager).await?;
    }
    let custom_fields =
        custom::checked_patch::<project::Entity>(tx, &project.custom_fields, input.custom_fields).await?;
    let changes = project::ActiveModel {
        code,
        name: needed(trimmed(input.name)),
        description: optional(trimmed(input.description)),
        manager_id: optional(input.manager_id),
        rag: needed(input.rag),
        rag_note: optional(trimmed(input.rag_note)),
        currency: needed(input.currency),
        visibility: needed(input.visibility),
        starts_on: optional(input.starts_on),
        ends_on: optional(input.ends_on),
        custom_fields: custom_fields.map_or(NotSet, Set),
        ..Default::default()
    };
    let project = tx.update(project, changes).await?;
    external::put(
        tx,
        project.id,
        "addExternalIds",
        input.add_external_ids,
        input.remove_external_ids,
    )
    .await?;
    custom::index(tx, project.id, &project.custom_fields).await?;
    tx.tell(EventType::ProjectUpdated, &project);
    Ok(project)
}

/// Takes a project to another state. Nothing open is left behind when it is closed.
pub async fn transition(tx: &Tx, input: ProjectTransitionInput) -> Result<project::Model> {
    let project = tx
        .fetch_for(Action::Update, input.id)
        .await?
        .at(Some(input.expected_version))?;
    input.check()?;
    project.status.step(input.to)?;
    if input.to == ProjectStatus::Closed {
        nothing_open(tx, project.id).await?;
    }
    let reason = trim(input.reason);
    let changes = project::ActiveModel {
        status: Set(input.to),
        status_reason: Set(reason.clone()),
        ..Default::default()
    };
    let project = tx.update(project, changes).await?;
    tx.tell_why(EventType::ProjectStatusChanged, &project, reason);
    Ok(project)
}

/// Puts a project out of sight, unless work on it is under way.
pub async fn archive(tx: &Tx, input: ProjectArchiveInput) -> Result<project::Model> {
    let project = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    match project.status {
        ProjectStatus::Planned | ProjectStatus::Closed | ProjectStatus::Cancelled => {}
        ProjectStatus::Active | ProjectStatus::OnHold | ProjectStatus::Delivered => {
            return Err(
                UserError::invalid_state(say!("the project is under way: close or cancel it first")).into(),
            );
        }
    }
    let project = tx.archive::<project::Entity>(project).await?;
    tx.tell(EventType::ProjectArchived, &project);
    Ok(project)
}

/// Brings a project back, to a client that is there.
pub async fn unarchive(tx: &Tx, input: ProjectArchiveInput) -> Result<project::Model> {
    let project = tx
        .fetch_for(Action::Archive, input.id)
        .await?
        .at(input.expected_version)?;
    tx.under::<client::Entity>(Action::Update, project.client_id, "input.id")
        .await?;
    let project = tx.unarchive::<project::Entity>(project).await?;
    tx.tell(EventType::ProjectUnarchived, &project);
    Ok(project)
}

/// Whether running the projects they make is the role's own work.
const fn runs_projects(role: Role) -> bool {
    match role {
        Role::AccountManager | Role::ProjectManager => true,
        Role::Owner
        | Role::Manager
        | Role::Specialist
        | Role::Finance
        | Role::Freelancer
        | Role::Viewer
        | Role::Portal => false,
    }
}

/// A code that no other project of the agency has.
async fn unused(tx: &Tx, code: String, own: Option<Id<project::Entity>>) -> Result<String> {
    match with_code(tx, &code).await? {
        Some(other) if Some(other.id) != own => {
            Err(UserError::not_unique("input.code", Some((Kind::Project, other.id.uuid()))).into())
        }
        _ => Ok(code),
    }
}

/// The next code of the agency's own series that nobody wrote by hand.
///
/// # Errors
/// When the database fails.
pub async fn next_code(tx: &Tx) -> Result<String> {
    loop {
        let code = format!("PRJ-{:04}", number::next(tx, "project").await?);
        if with_code(tx, &code).await?.is_none() {
            return Ok(code);
        }
    }
}

async fn with_code(tx: &Tx, code: &str) -> Result<Option<project::Model>> {
    let same = Condition::all().add(project::Column::Code.eq(code));
    Ok(tx
        .rows::<project::Entity>(same)
        .one(tx.connection().await?)
        .await?)
}

/// Refuses another currency for a project that has amounts in the one it has.
async fn no_amounts(tx: &Tx, project: Id<project::Entity>) -> Result<()> {
    let costs = Condition::all().add(cost_entry::Column::ProjectId.eq(project));
    let budgets = Condition::all().add(budget::Column::ProjectId.eq(project));
    if tx.exists(tx.rows::<cost_entry::Entity>(costs)).await?
        || tx.exists(tx.rows::<budget::Entity>(budgets)).await?
    {
        let message = say!("the project has costs or budgets in the currency it has");
        return Err(UserError::invalid_state(message).into());
    }
    Ok(())
}

async fn nothing_open(tx: &Tx, project: Id<project::Entity>) -> Result<()> {
    let tasks = plan::open_tasks().add(task::Column::ProjectId.eq(project));
    if tx.exists(tx.rows::<task::Entity>(tasks)).await? {
        return Err(UserError::invalid_state(say!("the project still has open tasks")).into());
    }
    let phases = Condition::all()
        .add(phase::Column::ProjectId.eq(project))
        .add(phase::Column::ArchivedAt.is_null())
        .add(phase::Column::Status.is_in([PhaseStatus::Planned, PhaseStatus::Active]));
    if tx.exists(tx.rows::<phase::Entity>(phases)).await? {
        return Err(UserError::invalid_state(say!("the project still has open phases")).into());
    }
    let commitments = Condition::all()
        .add(commitment::Column::ProjectId.eq(project))
        .add(commitment::Column::Status.ne(CommitmentStatus::Closed));
    if tx.exists(tx.rows::<commitment::Entity>(commitments)).await? {
        return Err(UserError::invalid_state(say!("the project still has open commitments")).into());
    }
    let undecided = [BookingStatus::Draft, BookingStatus::Submitted];
    let work = Condition::all()
        .add(time_entry::Column::ProjectId.eq(project))
        .add(time_entry::Column::Status.is_in(undecided))
        .add(time_entry::Column::ArchivedAt.is_null());
    let expenses = Condition::all()
        .add(expense::Column::ProjectId.eq(project))
        .add(expense::Column::Status.is_in(undecided))
        .add(expense::Column::ArchivedAt.is_null());
    let undecided = tx.exists(tx.rows::<time_entry::Entity>(work)).await?
        || tx.exists(tx.rows::<expense::Entity>(expenses)).await?;
    if undecided {
        return Err(UserError::invalid_state(say!("the project still has work that nobody approved")).into());
    }
    Ok(())
}
