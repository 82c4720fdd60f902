//! What it takes to sign up, to sign in and to stay, and to change who is in an agency.

mod member;
mod password;
mod sign;

pub(super) use member::{
    InvitationAcceptInput, MemberDeactivateInput, MemberInviteInput, MemberReactivateInput, MemberUpdateInput,
};
pub(super) use password::{PasswordChangeInput, PasswordResetInput, PasswordResetRequestInput};
pub(super) use sign::{AgencySwitchInput, SessionEndInput, SignInInput, SignUpInput, TokenRefreshInput};
