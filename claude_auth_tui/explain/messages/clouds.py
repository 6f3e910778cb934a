"""Messages of the cloud providers: their sign-in is over, missing, not allowed or incomplete. None of it is cured by /login."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import cloud_accounts
from claude_auth_tui.explain.shapes import Message, error
from claude_auth_tui.model.saying import say

_NOT_LOADED: Final = error("could-not-load-aws-or-google-cloud-credentials")

CLOUD: Final[tuple[Message, ...]] = (
    Message(
        say("cloud-refuses-please-login"),
        say("A cloud provider refuses, although the message says /login"),
        say(
            "What stands behind the status comes from Amazon, Google or Microsoft: /login cannot change it. Older versions said “Please run /login” for every 401 "
            "and 403. Often a CLAUDE_CODE_USE_… switch is left on."
        ),
        (
            *(
                f"{lead} API Error: {{401|403}} … {mark}"
                for lead in ("Please run /login ·", "Failed to authenticate.")
                for mark in (
                    "PERMISSION_DENIED",
                    "UNAUTHENTICATED",
                    "not authorized to perform",
                    "The security token included in the request is",
                    "AccessDeniedException",
                    "ExpiredTokenException",
                    "aiplatform",
                )
            ),
        ),
        (
            cloud_accounts.SWITCH_LEFT_ON,
            cloud_accounts.AWS_SIGNED_OUT,
            cloud_accounts.AWS_NOT_ALLOWED,
            cloud_accounts.GOOGLE_NOT_ALLOWED,
            cloud_accounts.GOOGLE_SIGNED_OUT,
            cloud_accounts.AZURE_NOT_ALLOWED,
            cloud_accounts.CLOUD_GATEWAY,
        ),
        docs=error("aws-authentication-failed"),
        versions=say("so worded before 2.1.273"),
    ),
    Message(
        say("aws-expired"),
        say("The AWS credentials are over"),
        say("Claude Platform on AWS or the Mantle endpoint answered 401. /login of Claude Code does not renew AWS credentials."),
        ("AWS credentials expired or invalid",),
        (cloud_accounts.AWS_SIGNED_OUT, cloud_accounts.CLOUD_GATEWAY, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("aws-credentials-expired-or-invalid"),
    ),
    Message(
        say("aws-refused"),
        say("AWS refused the request"),
        say(
            "A token that is over and a right that is missing look the same from Bedrock. Refresh the credentials first, then look at the rights."
        ),
        ("AWS authentication failed",),
        (cloud_accounts.AWS_SIGNED_OUT, cloud_accounts.AWS_NOT_ALLOWED, cloud_accounts.CLOUD_GATEWAY, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("aws-authentication-failed"),
    ),
    Message(
        say("aws-no-credentials"),
        say("There are no AWS credentials"),
        say("Nothing was sent: neither variables, nor a profile, nor SSO, nor the machine's own role gave credentials."),
        ("Could not load AWS credentials", "Could not load credentials from any providers"),
        (cloud_accounts.AWS_SIGNED_OUT, cloud_accounts.AWS_REFRESH_COMMAND, cloud_accounts.SETUP_INCOMPLETE, cloud_accounts.SWITCH_LEFT_ON),
        docs=_NOT_LOADED,
    ),
    Message(
        say("aws-timeout"),
        say("Getting AWS credentials takes too long"),
        say("Nothing was sent: a step of the AWS credential chain did not answer in time."),
        (
            "Could not load AWS credentials · AWS default-chain credential resolve timed out",
            "AWS default-chain credential resolve timed out",
            "Timed out after #s waiting for AWS",
            "A request to AWS timed out",
        ),
        (cloud_accounts.AWS_STUCK, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("aws-default-chain-credential-resolve-timed-out"),
    ),
    Message(
        say("aws-refresh-failed"),
        say("The command for AWS credentials failed"),
        say("awsAuthRefresh or awsCredentialExport in the settings did not do its work."),
        ("Error running awsAuthRefresh", "Error getting AWS credentials from awsCredentialExport"),
        (cloud_accounts.AWS_REFRESH_COMMAND, cloud_accounts.AWS_SIGNED_OUT),
        docs=_NOT_LOADED,
    ),
    Message(
        say("aws-workspace-missing"),
        say("The workspace of the Claude Platform on AWS is missing"),
        say("CLAUDE_CODE_USE_ANTHROPIC_AWS is on, and ANTHROPIC_AWS_WORKSPACE_ID is not set."),
        ("No workspace ID found. Set workspaceId", "No workspace ID found"),
        (cloud_accounts.WORKSPACE_MISSING, cloud_accounts.SWITCH_LEFT_ON),
        docs=_NOT_LOADED,
    ),
    Message(
        say("google-expired"),
        say("The Google credentials are over"),
        say("Vertex AI or the Claude Platform on Google Cloud answered 401. /login of Claude Code does not renew Google credentials."),
        ("Google Cloud credentials expired or invalid",),
        (cloud_accounts.GOOGLE_SIGNED_OUT, cloud_accounts.GOOGLE_KEY_FILE, cloud_accounts.CLOUD_GATEWAY, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("google-cloud-credentials-expired-or-invalid"),
    ),
    Message(
        say("google-refused"),
        say("Google refused the request"),
        say(
            "Vertex AI or the Claude Platform on Google Cloud answered 403: the identity lacks a right, or the model is not enabled for the project."
        ),
        ("Google Cloud authentication failed",),
        (cloud_accounts.GOOGLE_NOT_ALLOWED, cloud_accounts.CLOUD_GATEWAY, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("google-cloud-authentication-failed"),
    ),
    Message(
        say("google-no-credentials"),
        say("There are no Google credentials"),
        say("Nothing was sent: the application default credentials are missing or were revoked."),
        ("Could not load Google Cloud credentials", "Could not load the default credentials"),
        (
            cloud_accounts.GOOGLE_SIGNED_OUT,
            cloud_accounts.GOOGLE_KEY_FILE,
            cloud_accounts.GOOGLE_REFRESH_COMMAND,
            cloud_accounts.SETUP_INCOMPLETE,
            cloud_accounts.SWITCH_LEFT_ON,
        ),
        docs=_NOT_LOADED,
    ),
    Message(
        say("google-refresh-failed"),
        say("The command for Google credentials failed"),
        say("gcpAuthRefresh in the settings did not do its work."),
        ("Error running gcpAuthRefresh",),
        (cloud_accounts.GOOGLE_REFRESH_COMMAND, cloud_accounts.GOOGLE_SIGNED_OUT),
        docs=_NOT_LOADED,
    ),
    Message(
        say("azure-no-credentials"),
        say("There are no Azure credentials"),
        say("Nothing was sent: no key, no token, and no Azure sign-in that Foundry could use."),
        ("Could not load Azure credentials", "ChainedTokenCredential authentication failed"),
        (cloud_accounts.AZURE_SIGNED_OUT, cloud_accounts.SETUP_INCOMPLETE, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("microsoft-foundry-authentication-failed"),
    ),
    Message(
        say("foundry-refused"),
        say("Microsoft Foundry refused the request"),
        say(
            "It answered 401 or 403: the key or token is not accepted, or the identity has no access to the resource. /login does not help."
        ),
        ("Microsoft Foundry authentication failed",),
        (cloud_accounts.AZURE_SIGNED_OUT, cloud_accounts.AZURE_NOT_ALLOWED, cloud_accounts.CLOUD_GATEWAY, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("microsoft-foundry-authentication-failed"),
    ),
    Message(
        say("foundry-resource-missing"),
        say("The Foundry resource is missing"),
        say("CLAUDE_CODE_USE_FOUNDRY is on, and neither a resource nor an address is set."),
        ("Must provide one of the baseURL or resource arguments",),
        (cloud_accounts.FOUNDRY_RESOURCE_MISSING, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("microsoft-foundry-authentication-failed"),
    ),
    Message(
        say("cloud-model-unavailable"),
        say("The cloud provider does not have the model"),
        say("The sign-in is fine; the model is not enabled in this account, project or region."),
        ("is not available on your {bedrock|vertex|foundry|mantle} deployment", "no accessible model (tried"),
        (cloud_accounts.CLOUD_MODEL, cloud_accounts.SWITCH_LEFT_ON),
        authentication=False,
        docs=error("theres-an-issue-with-the-selected-model"),
        weight="notice",
    ),
)
