//! People of a world, tied to its records as their roles are.

use api::{
    kernel::policy::{Action, Grant, grant},
    read::catalog,
};
use entity::{
    membership::Role,
    value::{Choice as _, Kind},
};
use serde_json::{Value as Json, json};
use tests::Account;

use super::{World, maker};
use crate::shape::place::capitalised;

impl World<'_> {
    /// Somebody of this role who has nothing to do with any record.
    pub(in crate::shape) async fn somebody(&self, role: Role) -> Account {
        let invitation = json!({ "name": "Sina", "role": role.word() });
        self.server.join(&self.visitor(), invitation).await
    }

    /// Somebody of this role who has nothing to do with any record, but for portal users, who are of a client.
    pub(in crate::shape) async fn somebody_or_portal(&self, role: Role) -> Account {
        if role == Role::Portal {
            self.portal_user().await
        } else {
            self.somebody(role).await
        }
    }

    /// Somebody of this role who works with the world's records, as far as the role does.
    pub(in crate::shape) async fn colleague(&self, role: Role) -> Account {
        if role == Role::Portal {
            return self.portal_user().await;
        }
        let account = self.somebody(role).await;
        let member = account.viewer["member"]["id"].clone();
        match role {
            Role::Owner | Role::Manager | Role::Finance | Role::Viewer | Role::Portal => {}
            Role::AccountManager => self.answers_for_client(&member).await,
            Role::ProjectManager => self.on_project(&member, "MANAGER").await,
            Role::Specialist | Role::Freelancer => {
                self.on_project(&member, "CONTRIBUTOR").await;
                let task = self.id(Kind::Task).await;
                self.write("taskUpdate", json!({ "id": task, "addAssigneeIds": [member] }))
                    .await;
                self.hand_over(role, &member).await;
            }
        }
        account
    }

    /// Lets a member have done what records say that somebody did, where the role sees its own alone.
    async fn hand_over(&self, role: Role, member: &Json) {
        let member = Kind::Member
            .read(member.as_str().expect("an id"))
            .expect("a member's id");
        let theirs = |kind: &Kind| grant(role, *kind, Action::Read) == Grant::Own && maker(*kind).is_none();
        for kind in Kind::ALL.iter().copied().filter(theirs) {
            if catalog()
                .named(kind.name())
                .is_some_and(|resource| resource.has("member_id"))
            {
                let id = self.id(kind).await;
                self.set(kind, &id, "member_id", member).await;
            }
        }
    }

    /// Lets the client see what it sees once it is sent or signed.
    pub(in crate::shape) async fn send(&self) {
        let version = self.id(Kind::ProposalVersion).await;
        self.set(Kind::ProposalVersion, &version, "status", "SENT").await;
        let contract = self.id(Kind::Contract).await;
        self.set(Kind::Contract, &contract, "status", "ACTIVE").await;
    }

    /// Somebody at the client who may sign.
    async fn portal_user(&self) -> Account {
        let contact = self.fresh(Kind::Contact).await;
        let invitation =
            json!({ "name": "Pia", "role": "PORTAL", "contactId": contact, "mayAcceptProposals": true });
        self.server.join(&self.visitor(), invitation).await
    }

    /// Lets somebody take part in what others see of the world: they see the records, and not who else is tied to them.
    pub(in crate::shape) async fn entangle(&self, member: &str) {
        let (interaction, promise, task) = (
            self.id(Kind::Interaction).await,
            self.id(Kind::Promise).await,
            self.id(Kind::Task).await,
        );
        self.write(
            "interactionUpdate",
            json!({ "id": interaction, "addMemberIds": [member] }),
        )
        .await;
        self.write("promiseUpdate", json!({ "id": promise, "ownerId": member }))
            .await;
        self.write("taskUpdate", json!({ "id": task, "addAssigneeIds": [member] }))
            .await;
    }

    async fn answers_for_client(&self, member: &Json) {
        let client = self.id(Kind::Client).await;
        let input = json!({ "clientId": client, "memberId": member, "role": "BACKUP" });
        self.write("accountAssignmentCreate", input).await;
    }

    async fn on_project(&self, member: &Json, role: &str) {
        let project = self.id(Kind::Project).await;
        self.write(
            "projectMemberAdd",
            json!({ "projectId": project, "memberId": member, "role": role }),
        )
        .await;
    }

    async fn write(&self, mutation: &str, input: Json) {
        let ty = capitalised(mutation);
        let document = format!(
            "mutation($input: {ty}Input!) {{ payload: {mutation}(input: $input) {{ errors {{ code message path }} }} }}"
        );
        self.visitor()
            .ask(&document, json!({ "input": input }))
            .await
            .good();
    }
}
