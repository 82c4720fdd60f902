use async_graphql::InputObject;

/// The password now and the one to be.
#[derive(Clone, InputObject)]
pub(in crate::people) struct PasswordChangeInput {
    /// The password of today.
    #[graphql(secret)]
    pub(in crate::people) current_password: String,
    /// The password from now on, 12 to 128 characters, 15 for owners; a sentence makes a good one.
    #[graphql(secret)]
    pub(in crate::people) new_password: String,
}

/// Whose password is to be reset.
#[derive(Clone, InputObject)]
pub(in crate::people) struct PasswordResetRequestInput {
    /// The mail address they sign in with.
    pub(in crate::people) email: String,
}

/// The link of the mail and the password to be.
#[derive(Clone, InputObject)]
pub(in crate::people) struct PasswordResetInput {
    /// The token of the mailed link. It works once.
    #[graphql(secret)]
    pub(in crate::people) token: String,
    /// The password from now on, 12 to 128 characters, 15 for owners; a sentence makes a good one.
    #[graphql(secret)]
    pub(in crate::people) new_password: String,
}
