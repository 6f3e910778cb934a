"""Causes that lie with a cloud provider: a switch left on, setup that is missing, a session there that is over."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.tables import PROVIDERS
from claude_auth_tui.explain.remedies import AGAIN, advice, run, unset
from claude_auth_tui.explain.shapes import Cause, Sign
from claude_auth_tui.explain.signs import at_provider, blocked, cloud, either, holds, not_cloud, nowhere, skips_cloud_login
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.words import Provider

AWS: Final[tuple[Provider, ...]] = ("bedrock", "mantle", "anthropicAws")
GOOGLE: Final[tuple[Provider, ...]] = ("vertex", "anthropicGoogleCloud")
SWITCHES: Final = tuple(info.switch for info in PROVIDERS)

SWITCH_LEFT_ON: Final = Cause(
    say("cloud-switch-left-on"),
    say("A CLAUDE_CODE_USE_… switch sends everything to a cloud provider"),
    say("It ranks above every key and login. Left on from a trial or set by a settings file, it also wins over ANTHROPIC_BASE_URL."),
    checks=("cloud-overrides-login", "cloud-switches-conflict", "cloud-hides-credential", "cloud-switch-unclear"),
    sign=Sign(about=SWITCHES, hints=cloud(), never=not_cloud()),
    fixes=(advice(say("Unset the CLAUDE_CODE_USE_… variable, if the cloud is not what you want"), AGAIN),),
)
SETUP_INCOMPLETE: Final = Cause(
    say("cloud-setup-incomplete"),
    say("The cloud provider lacks something it needs"),
    say("A switch alone is not enough: region, project, resource or workspace have to be set beside it."),
    checks=("cloud-setup-incomplete", "cloud-switch-unclear"),
    sign=Sign(shows=blocked("provider_setup"), never=not_cloud()),
    fixes=(advice(say("Set what the message names, where claude is started")),),
)
AWS_SIGNED_OUT: Final = Cause(
    say("aws-signed-out"),
    say("The AWS credentials are over, or there are none"),
    say("An SSO session lasts some hours; keys of a role end too. /login does not renew them."),
    sign=at_provider(*AWS),
    fixes=(
        run(say("See whose credentials these are"), say("aws sts get-caller-identity")),
        run(say("Sign in again"), say("aws sso login"), say("With --profile, if you use one.")),
    ),
)
AWS_NOT_ALLOWED: Final = Cause(
    say("aws-not-allowed"),
    say("The AWS identity may not use the model"),
    say(
        "The IAM policy lacks the right to invoke it, or the model is not enabled for this account and region. Bedrock answers 403 for this and for an expired token alike."
    ),
    sign=at_provider(*AWS),
    fixes=(
        advice(say("Check IAM rights and model access in the AWS console")),
        run(say("See whose credentials these are"), say("aws sts get-caller-identity")),
    ),
)
AWS_STUCK: Final = Cause(
    say("aws-chain-stuck"),
    say("A step of the AWS credential chain hangs"),
    say("Often a credential_process that waits for input, or a container whose metadata service never answers. Claude Code gives up after 60 seconds."),
    sign=at_provider(*AWS),
    fixes=(run(say("See whether AWS itself hangs"), say("aws sts get-caller-identity")), advice(say("Sign in before you start claude; raise CLAUDE_CODE_AWS_CHAIN_RESOLVE_TIMEOUT_MS only where it really takes longer"))),
)  # fmt: skip
AWS_REFRESH_COMMAND: Final = Cause(
    say("aws-refresh-command-fails"),
    say("The command in awsAuthRefresh or awsCredentialExport fails"),
    say("Claude Code runs it to get AWS credentials. awsCredentialExport has to print JSON."),
    sign=at_provider(*AWS),
    fixes=(advice(say("Run the command by hand and see why it fails; correct it in the settings")),),
)
WORKSPACE_MISSING: Final = Cause(
    say("aws-workspace-missing"),
    say("ANTHROPIC_AWS_WORKSPACE_ID is not set"),
    say("The Claude Platform on AWS needs it beside CLAUDE_CODE_USE_ANTHROPIC_AWS."),
    checks=("cloud-setup-incomplete",),
    sign=Sign(about=(say("ANTHROPIC_AWS_WORKSPACE_ID"),), shows=cloud("anthropicAws")),
    fixes=(advice(say("Export ANTHROPIC_AWS_WORKSPACE_ID where claude is started"), AGAIN), unset(say("CLAUDE_CODE_USE_ANTHROPIC_AWS"))),
)
GOOGLE_SIGNED_OUT: Final = Cause(
    say("google-signed-out"),
    say("The Google credentials are over, or there are none"),
    say("Claude Code uses the application default credentials, which are not those of `gcloud auth login`."),
    sign=at_provider(*GOOGLE),
    fixes=(run(say("Sign in again"), say("gcloud auth application-default login")),),
)
GOOGLE_KEY_FILE: Final = Cause(
    say("google-key-file"),
    say("GOOGLE_APPLICATION_CREDENTIALS names a file that is missing or not valid"),
    say("It wins over the credentials of your sign-in."),
    sign=Sign(hints=holds(say("GOOGLE_APPLICATION_CREDENTIALS")), never=nowhere(say("GOOGLE_APPLICATION_CREDENTIALS"))),
    fixes=(advice(say("Correct the path, or unset it")), unset(say("GOOGLE_APPLICATION_CREDENTIALS"))),
)
GOOGLE_NOT_ALLOWED: Final = Cause(
    say("google-not-allowed"),
    say("The Google identity may not use the model, or the model is not enabled for the project"),
    say("Google answers 403 for missing rights, not for an expired sign-in."),
    sign=at_provider(*GOOGLE),
    fixes=(advice(say("Check IAM roles and model access in the Google Cloud console, and ANTHROPIC_VERTEX_PROJECT_ID")),),
)
GOOGLE_REFRESH_COMMAND: Final = Cause(
    say("google-refresh-command-fails"),
    say("The command in gcpAuthRefresh fails"),
    say("Claude Code runs it to renew the Google credentials."),
    sign=at_provider(*GOOGLE),
    fixes=(advice(say("Run the command by hand and see why it fails; correct it in the settings")),),
)
AZURE_SIGNED_OUT: Final = Cause(
    say("azure-signed-out"),
    say("The Azure credentials are over, or there are none"),
    say("Without ANTHROPIC_FOUNDRY_API_KEY or ANTHROPIC_FOUNDRY_AUTH_TOKEN Claude Code uses your Azure sign-in."),
    sign=at_provider("foundry"),
    fixes=(run(say("Sign in again"), say("az login")),),
)
AZURE_NOT_ALLOWED: Final = Cause(
    say("azure-not-allowed"),
    say("The key or identity has no access to the Foundry resource"),
    say("The key belongs to another resource, or the identity lacks the role."),
    sign=at_provider("foundry"),
    fixes=(advice(say("Check ANTHROPIC_FOUNDRY_API_KEY against the resource, and the roles in Azure")),),
)
FOUNDRY_RESOURCE_MISSING: Final = Cause(
    say("foundry-resource-missing"),
    say("Neither ANTHROPIC_FOUNDRY_RESOURCE nor ANTHROPIC_FOUNDRY_BASE_URL is set"),
    say("Foundry needs one of them beside CLAUDE_CODE_USE_FOUNDRY."),
    checks=("cloud-setup-incomplete",),
    sign=Sign(about=(say("ANTHROPIC_FOUNDRY_RESOURCE"),), shows=cloud("foundry")),
    fixes=(advice(say("Export ANTHROPIC_FOUNDRY_RESOURCE where claude is started"), AGAIN), unset(say("CLAUDE_CODE_USE_FOUNDRY"))),
)
CLOUD_GATEWAY: Final = Cause(
    say("cloud-gateway-token"),
    say("A gateway stands before the cloud, and its token is over"),
    say(
        "With a CLAUDE_CODE_SKIP_…_AUTH variable the gateway signs the requests; its token is in ANTHROPIC_AUTH_TOKEN or ANTHROPIC_CUSTOM_HEADERS."
    ),
    sign=Sign(
        hints=either(
            skips_cloud_login, holds(say("ANTHROPIC_BEDROCK_BASE_URL"), say("ANTHROPIC_VERTEX_BASE_URL"), say("ANTHROPIC_FOUNDRY_BASE_URL"))
        ),
        never=not_cloud(),
    ),
    fixes=(advice(say("Renew the gateway's token")),),
)
CLOUD_MODEL: Final = Cause(
    say("cloud-model-not-enabled"),
    say("The model is not enabled in your cloud account"),
    say("Each cloud account enables models one by one, for each region."),
    sign=at_provider(),
    fixes=(advice(say("Choose another model with /model or --model, or let the administrator of the cloud account enable it")),),
)
