use entity::{option_group, proposal, proposal_line, proposal_phase, proposal_version, tax_code};

use crate::{
    mutations, payload,
    proposals::{
        input::{
            OptionGroupCreateInput, OptionGroupRemoveInput, OptionGroupUpdateInput, ProposalCreateInput,
            ProposalLineCreateInput, ProposalLineRemoveInput, ProposalLineUpdateInput,
            ProposalPhaseCreateInput, ProposalPhaseRemoveInput, ProposalPhaseUpdateInput,
            ProposalUpdateInput, ProposalVersionContentSetInput, ProposalVersionCreateInput,
            ProposalVersionTransitionInput, ProposalVersionUpdateInput, ProposalVersionWithdrawInput,
            TaxCodeArchiveInput, TaxCodeCreateInput, TaxCodeUpdateInput,
        },
        service,
    },
};

payload! {
    /// What came of a change of a tax code.
    TaxCodePayload { tax_code: tax_code::Entity }
}

payload! {
    /// What came of a change of a proposal.
    ProposalPayload { proposal: proposal::Entity }
}

payload! {
    /// What came of a change of a version of a proposal.
    ProposalVersionPayload { proposal_version: proposal_version::Entity }
}

payload! {
    /// What came of a change of a phase of a proposal.
    ProposalPhasePayload { proposal_phase: proposal_phase::Entity }
}

payload! {
    /// What came of a change of a group of options.
    OptionGroupPayload { option_group: option_group::Entity }
}

payload! {
    /// What came of a change of a line of a proposal.
    ProposalLinePayload { proposal_line: proposal_line::Entity }
}

mutations! {
    /// Changes of tax codes, and of proposals before they are sent.
    DraftMutation {
        /// Makes a tax code.
        tax_code_create(TaxCodeCreateInput) -> TaxCodePayload, "taxCodes:write", service::tax_code::create;
        /// Gives a tax code another name.
        tax_code_update(TaxCodeUpdateInput) -> TaxCodePayload, "taxCodes:write", service::tax_code::update;
        /// Archives a tax code: new lines do not use it. It can be brought back.
        tax_code_archive(TaxCodeArchiveInput) -> TaxCodePayload, "taxCodes:write", service::tax_code::archive;
        /// Brings an archived tax code back.
        tax_code_unarchive(TaxCodeArchiveInput) -> TaxCodePayload, "taxCodes:write", service::tax_code::unarchive;
        /// Makes a proposal for a client, with its first version.
        proposal_create(ProposalCreateInput) -> ProposalPayload, "proposals:write", service::proposal::create;
        /// Changes a proposal of which no version was sent.
        proposal_update(ProposalUpdateInput) -> ProposalPayload, "proposals:write", service::proposal::update;
        /// Makes the next version of a proposal: a copy of the last one, to be written on.
        proposal_version_create(ProposalVersionCreateInput) -> ProposalVersionPayload, "proposalVersions:write", service::version::create;
        /// Changes the texts of a draft, its last day and its discount.
        proposal_version_update(ProposalVersionUpdateInput) -> ProposalVersionPayload, "proposalVersions:write", service::version::update;
        /// Puts phases, groups of options and lines in place of all that a draft has.
        proposal_version_content_set(ProposalVersionContentSetInput) -> ProposalVersionPayload, "proposalVersions:write", service::content::set;
        /// Takes a version through review, or gives it up.
        proposal_version_transition(ProposalVersionTransitionInput) -> ProposalVersionPayload, "proposalVersions:write", service::version::transition;
        /// Takes back a version that the client has not answered yet.
        proposal_version_withdraw(ProposalVersionWithdrawInput) -> ProposalVersionPayload, "proposalVersions:write", service::version::withdraw;
        /// Adds a phase to a draft.
        proposal_phase_create(ProposalPhaseCreateInput) -> ProposalPhasePayload, "proposalPhases:write", service::phase::create;
        /// Changes a phase of a draft.
        proposal_phase_update(ProposalPhaseUpdateInput) -> ProposalPhasePayload, "proposalPhases:write", service::phase::update;
        /// Takes a phase out of a draft, with its lines.
        proposal_phase_remove(ProposalPhaseRemoveInput) -> ProposalVersionPayload, "proposalPhases:write", service::phase::remove;
        /// Adds a group of options to a draft.
        option_group_create(OptionGroupCreateInput) -> OptionGroupPayload, "optionGroups:write", service::group::create;
        /// Changes a group of options of a draft.
        option_group_update(OptionGroupUpdateInput) -> OptionGroupPayload, "optionGroups:write", service::group::update;
        /// Takes a group out of a draft; its lines stay, as options of their own.
        option_group_remove(OptionGroupRemoveInput) -> ProposalVersionPayload, "optionGroups:write", service::group::remove;
        /// Adds a line to a phase of a draft.
        proposal_line_create(ProposalLineCreateInput) -> ProposalLinePayload, "proposalLines:write", service::line::create;
        /// Changes a line of a draft.
        proposal_line_update(ProposalLineUpdateInput) -> ProposalLinePayload, "proposalLines:write", service::line::update;
        /// Takes a line out of a draft.
        proposal_line_remove(ProposalLineRemoveInput) -> ProposalVersionPayload, "proposalLines:write", service::line::remove;
    }
}
