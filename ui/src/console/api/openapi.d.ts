/** Made by `make docs` from the hub's OpenAPI document; do not edit. */
export interface paths {
    "/owners/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Everything that is held about an owner, as JSON lines; taking it is recorded */
        post: operations["export_owners_export_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/owners/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erase everything that is held about an owner; a repeat gives the same receipt */
        post: operations["erase_owners_erase_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/owners/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipts of the newest erasures */
        get: operations["receipts_owners_erasures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/owners/erasures/{erasure_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipt of an erasure */
        get: operations["receipt_owners_erasures__erasure_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's API keys */
        get: operations["list_keys_console_api_keys_get"];
        put?: never;
        /** Make an API key; the answer is the only time it is shown */
        post: operations["create_key_console_api_keys_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/keys/{key_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an API key at once */
        post: operations["revoke_key_console_api_keys__key_id__revoke_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/claim/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a one-time link is for */
        post: operations["look_at_claim_console_api_claim_look_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Use a one-time link: become a member, signed in */
        post: operations["claim_console_api_claim_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with e-mail and password */
        post: operations["sign_in_console_api_sign_in_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this console session */
        post: operations["sign_out_console_api_sign_out_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/sign-in/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The second step: a code of the authenticator app, or a recovery code */
        post: operations["sign_in_code_console_api_sign_in_code_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/sign-in/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where the organization wants two steps: a fresh secret for an authenticator app */
        post: operations["sign_in_setup_console_api_sign_in_setup_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/sign-in/setup/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch two-step sign-in on and go on; answers the recovery codes */
        post: operations["confirm_sign_in_setup_console_api_sign_in_setup_confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are signed in */
        get: operations["my_sessions_console_api_me_sessions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/sessions/end_others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all of your sessions but this one */
        post: operations["end_other_sessions_console_api_me_sessions_end_others_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions */
        delete: operations["end_session_console_api_me_sessions__session_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password; your other sessions end */
        post: operations["change_password_console_api_me_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/two_step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether two-step sign-in is on */
        get: operations["get_two_step_console_api_me_two_step_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/two_step/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A fresh secret for an authenticator app */
        post: operations["begin_two_step_console_api_me_two_step_begin_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/two_step/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch two-step sign-in on with a first code; answers the recovery codes */
        post: operations["confirm_two_step_console_api_me_two_step_confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/two_step/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New recovery codes in place of the old ones; needs a code */
        post: operations["renew_codes_console_api_me_two_step_codes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me/two_step/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch two-step sign-in off; needs a code */
        post: operations["end_two_step_console_api_me_two_step_off_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/sign-in/provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a sign-in at the organization's provider; the console's own page asks for it */
        post: operations["leave_console_api_sign_in_provider_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/sign-in-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the organization's members sign in */
        get: operations["get_sign_in_settings_console_api_sign_in_settings_get"];
        /** Change how the organization's members sign in */
        put: operations["put_sign_in_settings_console_api_sign_in_settings_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/sign-in/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How members may sign in */
        get: operations["sign_in_ways_console_api_sign_in_ways_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organization's members, oldest first */
        get: operations["list_members_console_api_members_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a member; answers what ended with the membership */
        delete: operations["remove_member_console_api_members__member_id__delete"];
        options?: never;
        head?: never;
        /** Give a member another role */
        patch: operations["change_member_console_api_members__member_id__patch"];
        trace?: never;
    };
    "/console/api/members/{member_id}/two_step/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch off the two-step sign-in of who lost the app */
        post: operations["reset_member_two_step_console_api_members__member_id__two_step_reset_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One-time links that nobody has used, newest first */
        get: operations["list_invitations_console_api_invitations_get"];
        put?: never;
        /** Invite somebody; the answer is the only time the link is shown */
        post: operations["invite_console_api_invitations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Make an unused link worthless */
        delete: operations["revoke_invitation_console_api_invitations__invitation_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in member, the projects, and the token that changes must carry */
        get: operations["me_console_api_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/project": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's project and its brand */
        get: operations["get_project_project_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the app's name, the brand and the project's own address */
        patch: operations["update_project_project_patch"];
        trace?: never;
    };
    "/project/logos/{theme}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Store a logo for the theme light or dark: the picture is the body */
        put: operations["put_logo_project_logos__theme__put"];
        post?: never;
        /** Remove a logo */
        delete: operations["drop_logo_project_logos__theme__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/project/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The networks that the project may be used from; none means anywhere */
        get: operations["get_networks_console_api_project_networks_get"];
        /** Let the project be used from these networks only */
        put: operations["put_networks_console_api_project_networks_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth_configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's connector profiles, in the contract's shape */
        get: operations["auth_configs_auth_configs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connector_profiles/{profile_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One profile, with the actions it enables */
        get: operations["get_profile_connector_profiles__profile_id__get"];
        put?: never;
        post?: never;
        /** Delete a profile that no account uses */
        delete: operations["delete_profile_connector_profiles__profile_id__delete"];
        options?: never;
        head?: never;
        /** Change a profile: its app, its actions, its name, on or off */
        patch: operations["update_profile_connector_profiles__profile_id__patch"];
        trace?: never;
    };
    "/connector_profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's profiles in full */
        get: operations["list_profiles_connector_profiles_get"];
        put?: never;
        /** Make a profile of a connector */
        post: operations["create_profile_connector_profiles_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Linked accounts, newest first; `x-total-count` tells how many there are */
        get: operations["list_accounts_accounts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One linked account */
        get: operations["get_account_accounts__account_id__get"];
        put?: never;
        post?: never;
        /** Delete an account and destroy its credentials; answers what was deleted */
        delete: operations["delete_account_accounts__account_id__delete"];
        options?: never;
        head?: never;
        /** Change an account; fields that are absent stay */
        patch: operations["change_account_accounts__account_id__patch"];
        trace?: never;
    };
    "/accounts/{account_id}/meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What kind of account it is */
        get: operations["get_account_meta_accounts__account_id__meta_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was destroyed when an account was deleted */
        get: operations["get_receipt_accounts__account_id__receipt_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop calls on an account until it is resumed */
        post: operations["suspend_account_accounts__account_id__suspend_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lift a suspension */
        post: operations["resume_account_accounts__account_id__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/convert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Relabel an account as production or test */
        post: operations["convert_account_accounts__account_id__convert_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the provider now whether the credential works */
        post: operations["check_account_accounts__account_id__check_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/reconnect_link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link to reconnect an account with */
        post: operations["make_reconnect_link_accounts__account_id__reconnect_link_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect_sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connect sessions, newest first, without secrets; `x-total-count` tells how many */
        get: operations["list_connect_sessions_connect_sessions_get"];
        put?: never;
        /** Make a session in which one owner links an account */
        post: operations["create_connect_session_connect_sessions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect_sessions/authenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The session of a token */
        post: operations["authenticate_connect_session_connect_sessions_authenticate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect_sessions/{session_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a session and its auth link at once */
        post: operations["revoke_connect_session_connect_sessions__session_id__revoke_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect_sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connect session, by its number or its ses_ id */
        get: operations["get_connect_session_connect_sessions__session_id__get"];
        put?: never;
        post?: never;
        /** The same as revoking it; the session stays in the list */
        delete: operations["delete_connect_session_connect_sessions__session_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's runs, the latest first */
        get: operations["list_runs_requests_logs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/logs/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The upstream calls of the project's runs */
        get: operations["list_steps_requests_logs_steps_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/logs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run, with its upstream calls if include says so */
        get: operations["get_run_requests_logs__run_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record of changes, calls and refusals, newest first */
        get: operations["list_records_audit_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the record is as it was written, up to which record */
        get: operations["state_audit_state_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A copy of the record as JSON lines or CEF; taking one is recorded */
        get: operations["export_audit_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed checkpoints of the record, as JSON lines */
        get: operations["checkpoints_audit_checkpoints_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/{record_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One record */
        get: operations["get_record_audit__record_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much was called, how it went, and what providers still allow */
        get: operations["usage_usage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/runs/{run_id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a read again with the arguments that were kept, as a new run */
        post: operations["rerun_console_api_runs__run_id__rerun_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The project's webhook endpoints */
        get: operations["list_endpoints_webhook_endpoints_get"];
        put?: never;
        /** Have events posted to an address; the answer shows the secret, once */
        post: operations["create_endpoint_webhook_endpoints_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/event_types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every event that an endpoint can ask for */
        get: operations["list_event_types_webhook_endpoints_event_types_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/summaries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the project's endpoints fared in the last 24 hours */
        get: operations["list_summaries_webhook_endpoints_summaries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/{endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook endpoint */
        get: operations["get_endpoint_webhook_endpoints__endpoint_id__get"];
        put?: never;
        post?: never;
        /** Delete a webhook endpoint with its log; answers what was deleted */
        delete: operations["delete_endpoint_webhook_endpoints__endpoint_id__delete"];
        options?: never;
        head?: never;
        /** Change a webhook endpoint, or switch it on or off */
        patch: operations["change_endpoint_webhook_endpoints__endpoint_id__patch"];
        trace?: never;
    };
    "/webhook_endpoints/{endpoint_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new secret; the old one signs on beside it for a while */
        post: operations["rotate_secret_webhook_endpoints__endpoint_id__rotate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/{endpoint_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The endpoint's deliveries with their attempts, the latest first */
        get: operations["list_deliveries_webhook_endpoints__endpoint_id__deliveries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery with its attempts */
        get: operations["get_delivery_webhook_endpoints__endpoint_id__deliveries__delivery_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/{endpoint_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test event to the endpoint */
        post: operations["send_test_webhook_endpoints__endpoint_id__test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make one delivery again, with the same id */
        post: operations["redeliver_webhook_endpoints__endpoint_id__deliveries__delivery_id__redeliver_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook_endpoints/{endpoint_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a range of deliveries again, each with the same id */
        post: operations["redeliver_range_webhook_endpoints__endpoint_id__redeliver_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connectors/{key}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The versions of a connector that the project has published */
        get: operations["list_versions_connectors__key__versions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connectors/{key}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a version that nothing relies on */
        delete: operations["withdraw_connectors__key__versions__version__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connectors with their actions */
        get: operations["list_actions_actions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find actions by what they do */
        post: operations["search_actions_actions_search_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/build": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Not in this version: the search needs no building */
        post: operations["build_actions_actions_build_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connectors/meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All connectors in a few words */
        get: operations["list_connectors_connectors_meta_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connectors/meta/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connector in a few words */
        get: operations["get_connector_connectors_meta__provider__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{account_id}/provider_events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account's provider events */
        get: operations["get_events_accounts__account_id__provider_events_get"];
        /** Have the provider post what changes there */
        put: operations["put_events_accounts__account_id__provider_events_put"];
        post?: never;
        /** End it, at the provider too */
        delete: operations["delete_events_accounts__account_id__provider_events_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules of the project, in their order */
        get: operations["read_policy_get"];
        /** Put rules in the place of those there are; members only */
        put: operations["write_policy_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policy/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would be decided over a call, and by which rule */
        post: operations["explain_policy_explain_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policy/what-if": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What rules would have done with past runs */
        post: operations["judge_policy_what_if_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls that wait for a person, and those that were decided about; members only */
        get: operations["list_approvals_approvals_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an approval stands: whole for members, its standing for whoever asked */
        get: operations["get_approval_approvals__approval_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{approval_id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or refuse; members only, and never whoever asked */
        post: operations["decide_approval_approvals__approval_id__decide_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{approval_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link by which somebody else can decide, once; members only */
        post: operations["link_approval_approvals__approval_id__link_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp_clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The MCP clients that members of the project have let in */
        get: operations["list_clients_mcp_clients_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mcp_clients/{consent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Shut an MCP client out, at once */
        delete: operations["end_client_mcp_clients__consent_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/rpc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run an action of a linked account */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The linked account; may stand in the body's headers instead. */
                    "x-account-id"?: string;
                    /** @description Of a write: repeated with the same key it happens once. See docs/writes.md. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example linear_create_issue */
                        action: string;
                        path?: Record<string, never>;
                        query?: Record<string, never>;
                        body?: Record<string, never>;
                        headers?: Record<string, never>;
                        /**
                         * @description plan tells what the call would do and writes nothing; apply runs a plan.
                         * @enum {unknown}
                         */
                        mode?: "run" | "plan" | "apply";
                        /** @description Of the plan, with mode apply. */
                        plan_hash?: string;
                        /** @description Dotted paths of what the answer is to hold. */
                        fields?: string | string[];
                        /** @description How large the answer may be, at four bytes a token. */
                        max_tokens?: number;
                        /**
                         * @description Stricter than the account's; see docs/screening.md.
                         * @enum {unknown}
                         */
                        screening?: "off" | "annotate" | "block";
                        /**
                         * @description Of an action that gives a file: its bytes, or for a short while an address.
                         * @enum {unknown}
                         */
                        file_as?: "content" | "address";
                        /** @description By path, where to go on reading what was cut. */
                        read_from?: {
                            [key: string]: number;
                        };
                    };
                    "multipart/form-data": {
                        /** @description The call as JSON. */
                        call: string;
                    } & {
                        [key: string]: string;
                    };
                };
            };
            responses: {
                /** @description What the action gave. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data?: Record<string, never> | Record<string, never>[] | null;
                            next?: string | null;
                            linkwright?: {
                                warnings?: string[];
                                cut?: Record<string, never>[];
                                over?: string;
                            };
                        };
                    };
                };
                400: components["responses"]["Refused400"];
                401: components["responses"]["Refused401"];
                403: components["responses"]["Refused403"];
                404: components["responses"]["Refused404"];
                /** @description Refused; the one error shape, see docs/errors.md. */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                409: components["responses"]["Refused409"];
                410: components["responses"]["Refused410"];
                412: components["responses"]["Refused412"];
                413: components["responses"]["Refused413"];
                422: components["responses"]["Refused422"];
                429: components["responses"]["Refused429"];
                500: components["responses"]["Refused500"];
                /** @description Refused; the one error shape, see docs/errors.md. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                503: components["responses"]["Refused503"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/api/actions/rpc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same for a member, by the console's own session; such runs have the source console */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The linked account; may stand in the body's headers instead. */
                    "x-account-id"?: string;
                    /** @description Of a write: repeated with the same key it happens once. See docs/writes.md. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example linear_create_issue */
                        action: string;
                        path?: Record<string, never>;
                        query?: Record<string, never>;
                        body?: Record<string, never>;
                        headers?: Record<string, never>;
                        /**
                         * @description plan tells what the call would do and writes nothing; apply runs a plan.
                         * @enum {unknown}
                         */
                        mode?: "run" | "plan" | "apply";
                        /** @description Of the plan, with mode apply. */
                        plan_hash?: string;
                        /** @description Dotted paths of what the answer is to hold. */
                        fields?: string | string[];
                        /** @description How large the answer may be, at four bytes a token. */
                        max_tokens?: number;
                        /**
                         * @description Stricter than the account's; see docs/screening.md.
                         * @enum {unknown}
                         */
                        screening?: "off" | "annotate" | "block";
                        /**
                         * @description Of an action that gives a file: its bytes, or for a short while an address.
                         * @enum {unknown}
                         */
                        file_as?: "content" | "address";
                        /** @description By path, where to go on reading what was cut. */
                        read_from?: {
                            [key: string]: number;
                        };
                    };
                    "multipart/form-data": {
                        /** @description The call as JSON. */
                        call: string;
                    } & {
                        [key: string]: string;
                    };
                };
            };
            responses: {
                /** @description What the action gave. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data?: Record<string, never> | Record<string, never>[] | null;
                            next?: string | null;
                            linkwright?: {
                                warnings?: string[];
                                cut?: Record<string, never>[];
                                over?: string;
                            };
                        };
                    };
                };
                400: components["responses"]["Refused400"];
                401: components["responses"]["Refused401"];
                403: components["responses"]["Refused403"];
                404: components["responses"]["Refused404"];
                /** @description Refused; the one error shape, see docs/errors.md. */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                409: components["responses"]["Refused409"];
                410: components["responses"]["Refused410"];
                412: components["responses"]["Refused412"];
                413: components["responses"]["Refused413"];
                422: components["responses"]["Refused422"];
                429: components["responses"]["Refused429"];
                500: components["responses"]["Refused500"];
                /** @description Refused; the one error shape, see docs/errors.md. */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                503: components["responses"]["Refused503"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountExtra
         * @description What this hub tells beyond the contract.
         */
        AccountExtra: {
            /**
             * Upstream
             * @enum {string}
             */
            upstream: "live" | "twin";
            auth_method: components["schemas"]["MethodView"];
            profile: components["schemas"]["Named"];
            /**
             * Identity
             * @description `person`, `workspace` and `teams`, as the provider told them.
             */
            identity: {
                [key: string]: unknown;
            };
            credential: components["schemas"]["CredentialView"];
            /** Rights */
            rights: components["schemas"]["RightView"][];
            check: components["schemas"]["CheckView"];
            /**
             * Screening
             * @description What is done about text that is meant for a model; null for what the project says.
             */
            screening: ("off" | "annotate" | "block") | null;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * AccountMeta
         * @description What the contract asks of an account's kind.
         */
        AccountMeta: {
            /** Provider */
            provider: string;
            /** Category */
            category: string;
            /** Models */
            models?: {
                [key: string]: unknown;
            };
        };
        /**
         * AccountPatch
         * @description Fields to change; absent ones stay. Credentials are changed by linking only.
         */
        AccountPatch: {
            /** Provider */
            provider?: string | null;
            /** Origin Owner Id */
            origin_owner_id?: string | null;
            /** Origin Owner Name */
            origin_owner_name?: string | null;
            /** Origin Username */
            origin_username?: string | null;
            /** Credentials */
            credentials?: {
                [key: string]: unknown;
            } | null;
            /** Setup Information */
            setup_information?: {
                [key: string]: unknown;
            } | null;
            /** Secrets */
            secrets?: {
                [key: string]: unknown;
            } | null;
            /** Authentication Config Key */
            authentication_config_key?: string | null;
            /** Environment */
            environment?: string | null;
            /** Label */
            label?: string | {
                [key: string]: unknown;
            } | null;
            /** Metadata */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** Type */
            type?: ("production" | "test") | null;
            /** Integration Id */
            integration_id?: string | null;
            /** Shared */
            shared?: boolean | null;
            /**
             * Screening
             * @description What is done about text that is meant for a model; null for what the project says.
             */
            screening?: ("off" | "annotate" | "block") | null;
        };
        /**
         * ApprovalPage
         * @description A page of approvals, the newest first.
         */
        ApprovalPage: {
            /** Next */
            next: string | null;
            /**
             * Pending
             * @description How many wait to be decided, on whatever page.
             */
            pending: number;
            /** Data */
            data: components["schemas"]["ApprovalView"][];
        };
        /**
         * ApprovalView
         * @description An approval for members.
         */
        ApprovalView: {
            /** Id */
            id: string;
            /**
             * Status
             * @description `pending`, `approved`, `refused`, `running`, `used`, `outdated` or `expired`.
             */
            status: string;
            /** Says */
            says: string;
            /** Action */
            action: string;
            /** Account Id */
            account_id: string;
            /** Plan Hash */
            plan_hash: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Run Id
             * @description The run that used it.
             */
            run_id: string | null;
            /** Effect */
            effect: string;
            /** Owner Name */
            owner_name: string | null;
            /** Caller */
            caller: string;
            /** Caller Name */
            caller_name: string;
            /** Face */
            face: string;
            rule: components["schemas"]["RuleView"];
            /** Policy Version */
            policy_version: string;
            /** Asked By Run */
            asked_by_run: string;
            /** Decided At */
            decided_at: string | null;
            /** Decided By */
            decided_by: string | null;
            /** Decided Name */
            decided_name: string | null;
            /** Used At */
            used_at: string | null;
            /** May Decide */
            may_decide: boolean;
            /**
             * Why Not
             * @description Why this member may not decide about it.
             */
            why_not: string | null;
            /**
             * Plan
             * @description What the call would do; in the single view only.
             */
            plan?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * AttemptSummary
         * @description The newest attempt of a session, as the contract words it.
         */
        AttemptSummary: {
            /** Id */
            id: string;
            /** Created At */
            created_at: string;
            /** Updated At */
            updated_at: string;
            /** Status */
            status: string;
            /** Account Secure Id */
            account_secure_id: string | null;
            /** Oauth Error Code */
            oauth_error_code: string | null;
            /** Oauth Error Description */
            oauth_error_description: string | null;
        };
        /**
         * AttemptView
         * @description One try: the receiver's status, or what kept it from answering, and the beginning of its answer.
         */
        AttemptView: {
            /** Started At */
            started_at: string;
            /** Duration Ms */
            duration_ms: number;
            /** Status */
            status: number | null;
            /** Error */
            error: string | null;
            /** Response */
            response: string;
        };
        /**
         * BadRecord
         * @description The first record that is not as it was written.
         */
        BadRecord: {
            /** Sequence */
            sequence: number | null;
            /** Id */
            id: string | null;
            /** Why */
            why: string;
        };
        /**
         * Budget
         * @description What the provider said is left for an account, in the answer to its latest call.
         */
        Budget: {
            /** Account Id */
            account_id: string;
            /** Owner Name */
            owner_name: string;
            /** Provider */
            provider: string;
            /**
             * Told At
             * Format: date-time
             */
            told_at: string;
            /** Limits */
            limits: components["schemas"]["Limit"][];
        };
        /**
         * CheckView
         * @description When it was last known whether the credential works, and when that is looked at next.
         */
        CheckView: {
            /**
             * Outcome
             * @description `working`, `refused`, `another` (it opens another account), `unreachable` or `postponed`.
             */
            outcome: string | null;
            /** Detail */
            detail: string | null;
            /**
             * Checked At
             * @description When it was last known to work or not; a call that worked counts.
             */
            checked_at: string | null;
            /**
             * Asked At
             * @description When the provider was last asked for that alone.
             */
            asked_at: string | null;
            /**
             * Next At
             * @description When it is looked at next; null while that is off or not planned yet.
             */
            next_at: string | null;
        };
        /**
         * ClaimLook
         * @description A one-time link's token.
         */
        ClaimLook: {
            /** Token */
            token: string;
        };
        /**
         * ClaimRequest
         * @description Use of a one-time link.
         */
        ClaimRequest: {
            /** Token */
            token: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
        };
        /**
         * ClaimView
         * @description What a one-time link is for.
         */
        ClaimView: {
            /** Organization */
            organization: string;
            /** Role */
            role: string;
            /**
             * Email
             * @description The only address that it works for; null for any.
             */
            email: string | null;
            /**
             * New Only
             * @description Whether it is for new members only, and sets nobody's password.
             */
            new_only: boolean;
        };
        /**
         * ClientView
         * @description A client that a member has let in.
         *
         *     `client_id` is an address where the client is known by its metadata document; then `verified` says that the document came
         *     from that address. `extent` is `read`, `write` (read and write) or `all` (whatever the connector profile enables).
         */
        ClientView: {
            /** Id */
            id: string;
            /** Client Id */
            client_id: string;
            /** Client Name */
            client_name: string;
            /** Verified */
            verified: boolean;
            /** Redirect Host */
            redirect_host: string;
            /** Member Id */
            member_id: string;
            /** Member Name */
            member_name: string;
            /** Account Ids */
            account_ids: string[];
            /**
             * Extent
             * @enum {string}
             */
            extent: "read" | "write" | "all";
            /** Created At */
            created_at: string;
            /** Updated At */
            updated_at: string;
            /** Expires At */
            expires_at: string;
            /** Last Used At */
            last_used_at: string | null;
        };
        /**
         * Code
         * @description A code of an authenticator app, or a recovery code.
         */
        Code: {
            /** Code */
            code: string;
        };
        /**
         * ConsoleSessionView
         * @description An open console session. The id names it and is good for nothing else.
         */
        ConsoleSessionView: {
            /** Id */
            id: string;
            /**
             * Way
             * @description `password`, `link` or `provider`.
             */
            way: string;
            /** Address */
            address: string;
            /**
             * Device
             * @description What the browser calls itself: its own word.
             */
            device: string;
            /** Created At */
            created_at: string;
            /** Used At */
            used_at: string;
            /**
             * Ends At
             * @description When it ends if it is not used until then, or in any case.
             */
            ends_at: string;
            /** Current */
            current: boolean;
        };
        /**
         * ConvertRequest
         * @description What the account shall be.
         */
        ConvertRequest: {
            /**
             * Type
             * @enum {string}
             */
            type: "production" | "test";
        };
        /**
         * Counted
         * @description How many deliveries will be made again.
         */
        Counted: {
            /** Count */
            count: number;
        };
        /**
         * CredentialView
         * @description What may be seen of a credential.
         */
        CredentialView: {
            /** Last4 */
            last4: string | null;
            /** Stored At */
            stored_at: string | null;
        };
        /**
         * DecisionRequest
         * @description What a person decided.
         */
        DecisionRequest: {
            /** Approve */
            approve: boolean;
        };
        /**
         * DeletedAccount
         * @description What the account was, and what was destroyed with it.
         */
        DeletedAccount: {
            /** Id */
            id: string;
            /** Provider */
            provider: string;
            /** Provider Name */
            provider_name: string;
            /** Origin Owner Id */
            origin_owner_id: string;
            /** Origin Owner Name */
            origin_owner_name: string;
            /** Origin Username */
            origin_username: string | null;
            /** Status */
            status: string;
            /** Status Reasons */
            status_reasons: components["schemas"]["StatusReason"][];
            /** Credentials */
            credentials?: {
                [key: string]: unknown;
            };
            /** Setup Information */
            setup_information: {
                [key: string]: string;
            };
            /** Label */
            label: string | null;
            /**
             * Type
             * @enum {string}
             */
            type: "production" | "test";
            /** Shared */
            shared: boolean;
            /** Created At */
            created_at: string;
            /** Updated At */
            updated_at: string;
            linkwright: components["schemas"]["DeletedExtra"];
        };
        /**
         * DeletedExtra
         * @description The same, with the receipt.
         */
        DeletedExtra: {
            /**
             * Upstream
             * @enum {string}
             */
            upstream: "live" | "twin";
            auth_method: components["schemas"]["MethodView"];
            profile: components["schemas"]["Named"];
            /**
             * Identity
             * @description `person`, `workspace` and `teams`, as the provider told them.
             */
            identity: {
                [key: string]: unknown;
            };
            credential: components["schemas"]["CredentialView"];
            /** Rights */
            rights: components["schemas"]["RightView"][];
            check: components["schemas"]["CheckView"];
            /**
             * Screening
             * @description What is done about text that is meant for a model; null for what the project says.
             */
            screening: ("off" | "annotate" | "block") | null;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            } | null;
            receipt: components["schemas"]["ReceiptView"];
        };
        /**
         * DeliveryPage
         * @description A page of the delivery log, the latest first.
         */
        DeliveryPage: {
            /** Next */
            next: string | null;
            /** Data */
            data: components["schemas"]["DeliveryView"][];
        };
        /**
         * DeliveryView
         * @description An event on its way to an endpoint. `body` is what is posted, with whatever looks like a secret left out.
         */
        DeliveryView: {
            /** Id */
            id: string;
            /** Endpoint Id */
            endpoint_id: string;
            /** Event Id */
            event_id: string;
            /** Event */
            event: string;
            /** Account Id */
            account_id: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "pending" | "delivered" | "failed";
            /** Due At */
            due_at: string | null;
            /** Created At */
            created_at: string;
            /** Finished At */
            finished_at: string | null;
            /** Body */
            body: {
                [key: string]: unknown;
            } | string;
            /** Attempts */
            attempts: components["schemas"]["AttemptView"][];
        };
        /**
         * Ended
         * @description How many sessions ended.
         */
        Ended: {
            /** Ended */
            ended: number;
        };
        /**
         * EndpointChange
         * @description What to change; absent fields stay.
         */
        EndpointChange: {
            /** Url */
            url?: string | null;
            /** Description */
            description?: string | null;
            /** Events */
            events?: string[] | null;
            /** Stackone */
            stackone?: boolean | null;
            /** Ordered */
            ordered?: boolean | null;
            /** Enabled */
            enabled?: boolean | null;
        };
        /**
         * EndpointRequest
         * @description A new endpoint.
         */
        EndpointRequest: {
            /** Url */
            url: string;
            /** Description */
            description?: string | null;
            /**
             * Events
             * @description Names of events, or their beginnings as in `account.*`; ["*"] for all of them.
             */
            events?: string[];
            /**
             * Stackone
             * @description Body, names and signature as in the StackOne contract.
             * @default false
             */
            stackone: boolean;
            /**
             * Ordered
             * @description Deliveries of one account go out one after another.
             * @default false
             */
            ordered: boolean;
        };
        /**
         * EndpointView
         * @description An endpoint. `disabled_reason` is `gone`, `failing` or `by_hand`.
         */
        EndpointView: {
            /** Id */
            id: string;
            /** Url */
            url: string;
            /** Description */
            description: string | null;
            /** Events */
            events: string[];
            /** Stackone */
            stackone: boolean;
            /** Ordered */
            ordered: boolean;
            /** Enabled */
            enabled: boolean;
            /** Disabled Reason */
            disabled_reason: string | null;
            /** Disabled At */
            disabled_at: string | null;
            /** Failing Since */
            failing_since: string | null;
            /** Secrets */
            secrets: components["schemas"]["SecretView"][];
            /** Created At */
            created_at: string;
            /** Updated At */
            updated_at: string;
        };
        /**
         * EnteredView
         * @description How far a sign-in has come: `in`, or what is needed still: a `code`, or the `setup` of two-step sign-in.
         */
        EnteredView: {
            /**
             * Ok
             * @default true
             */
            ok: boolean;
            /**
             * Stage
             * @default in
             * @enum {string}
             */
            stage: "in" | "code" | "setup";
        };
        /**
         * ErasedAccount
         * @description An account of the owner, and whether its provider ended the credential.
         */
        ErasedAccount: {
            /** Account Id */
            account_id: string;
            /** Connector Key */
            connector_key: string;
            /** Auth Method */
            auth_method: string;
            /** Revocation */
            revocation: string;
        };
        /**
         * EventTypeView
         * @description A kind of event. A provider's has no fields here: its `data` is described in the documentation.
         */
        EventTypeView: {
            /** Name */
            name: string;
            /** About */
            about: string;
        };
        /**
         * ExplainRequest
         * @description A call that somebody asks about; nothing is called.
         */
        ExplainRequest: {
            /** Account Id */
            account_id: string;
            /**
             * Action
             * @description An action's id, or `proxy`.
             */
            action: string;
            /**
             * Arguments
             * @description As they would be sent: ids where the provider takes ids.
             */
            arguments?: {
                [key: string]: unknown;
            };
            /**
             * Method
             * @description Of the proxy.
             */
            method?: string | null;
            /**
             * Url
             * @description Of the proxy.
             */
            url?: string | null;
            /**
             * Body
             * @description Of the proxy.
             */
            body?: unknown;
            /**
             * Caller
             * @description `key:…`, `member:…` or `client:…`; left out for yourself.
             */
            caller?: string | null;
            /**
             * Face
             * @description `rpc`, `mcp`, `proxy` or `console`.
             * @default rpc
             */
            face: string;
            /**
             * At
             * @description Left out for now.
             */
            at?: string | null;
            /**
             * Rules
             * @description A draft to ask instead of the rules that hold.
             */
            rules?: {
                [key: string]: unknown;
            }[] | null;
        };
        /**
         * ExplainView
         * @description What would be decided, and why.
         */
        ExplainView: {
            /** Outcome */
            outcome: string;
            /**
             * Says
             * @description In a sentence.
             */
            says: string;
            /** Version */
            version: string;
            /** Rule Id */
            rule_id: string | null;
            /**
             * Rule Number
             * @description Counted from 1; 0 where no rule decided.
             */
            rule_number: number;
            /** Rule Name */
            rule_name: string;
            /** Message */
            message: string;
            /** Failed */
            failed: string;
            /** Facts */
            facts: {
                [key: string]: unknown;
            };
            /** Trace */
            trace: {
                [key: string]: unknown;
            }[];
        };
        /**
         * FeedbackRequest
         * @description What an agent says about tools it used.
         */
        FeedbackRequest: {
            /** Feedback */
            feedback: string;
            /** Account Id */
            account_id: string;
            /** Tool Names */
            tool_names?: string[];
        };
        /**
         * Figures
         * @description Of a set of runs. Percentiles are durations that so many in a hundred did not exceed, at most a tenth too high; null where nothing ran.
         */
        Figures: {
            /**
             * Runs
             * @default 0
             */
            runs: number;
            /**
             * Errors
             * @default 0
             */
            errors: number;
            /**
             * Upstream Calls
             * @default 0
             */
            upstream_calls: number;
            /** P50 Ms */
            p50_ms?: number | null;
            /** P95 Ms */
            p95_ms?: number | null;
            /**
             * Own Mean Ms
             * @description The hub's own part of the durations, on average.
             */
            own_mean_ms?: number | null;
        };
        /**
         * Group
         * @description An account, a key, a connector, an action or a way in; `key` is null for runs that named none.
         */
        Group: {
            /**
             * Runs
             * @default 0
             */
            runs: number;
            /**
             * Errors
             * @default 0
             */
            errors: number;
            /**
             * Upstream Calls
             * @default 0
             */
            upstream_calls: number;
            /** P50 Ms */
            p50_ms?: number | null;
            /** P95 Ms */
            p95_ms?: number | null;
            /**
             * Own Mean Ms
             * @description The hub's own part of the durations, on average.
             */
            own_mean_ms?: number | null;
            /** Key */
            key: string | null;
            /** Name */
            name: string | null;
        };
        /**
         * HourView
         * @description The deliveries that began in an hour, by what has become of them.
         */
        HourView: {
            /** Delivered */
            delivered: number;
            /** Pending */
            pending: number;
            /** Failed */
            failed: number;
        };
        /**
         * InvitationRequest
         * @description Whom to invite.
         */
        InvitationRequest: {
            /**
             * Role
             * @description `owner`, `admin`, `developer` or `viewer`.
             */
            role: string;
            /**
             * Email
             * @description The only address that the link works for.
             */
            email?: string | null;
            /**
             * Days
             * @description How long the link works: 1 to 30 days. Default: 7.
             */
            days?: number | null;
        };
        /**
         * InvitationView
         * @description A one-time link that nobody has used.
         */
        InvitationView: {
            /** Id */
            id: string;
            /** Role */
            role: string;
            /** Email */
            email: string | null;
            /** Created By */
            created_by: string | null;
            /** Created By Name */
            created_by_name: string | null;
            /** Created At */
            created_at: string;
            /** Expires At */
            expires_at: string;
        };
        /**
         * Kept
         * @description What stays, how much of it, and why.
         */
        Kept: {
            /** What */
            what: string;
            /** Rows */
            rows: number;
            /** Why */
            why: string;
        };
        /**
         * KeyRequest
         * @description A key to be made: scopes or one preset, and an optional end.
         */
        KeyRequest: {
            /** Name */
            name: string;
            /** Scopes */
            scopes?: string[];
            /** Preset */
            preset?: string | null;
            /** Expires At */
            expires_at?: string | null;
            /**
             * Accounts
             * @description The accounts it may act on; all of the project if absent.
             */
            accounts?: string[] | null;
            /**
             * Profiles
             * @description The connector profiles whose accounts it may act on.
             */
            profiles?: string[] | null;
        };
        /**
         * KeyView
         * @description What is shown of a key.
         */
        KeyView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Scopes */
            scopes: string[];
            /** Effects */
            effects: string[] | null;
            /** Created At */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Revoked At */
            revoked_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Accounts */
            accounts: string[] | null;
            /** Profiles */
            profiles: string[] | null;
        };
        /**
         * Limit
         * @description What a provider said is left of something.
         */
        Limit: {
            /** Name */
            name: string;
            /** Remaining */
            remaining: number;
            /** Limit */
            limit: number | null;
            /** Resets At */
            resets_at: string | null;
        };
        /**
         * LinkRequest
         * @description A form that was sent; `as_new` makes a credential of another workspace an account of its own.
         */
        LinkRequest: {
            /** Integration Id */
            integration_id: string;
            /** Credentials */
            credentials?: {
                [key: string]: string;
            };
            /**
             * As New
             * @default false
             */
            as_new: boolean;
        };
        /**
         * LinkView
         * @description A link by which whoever has it can decide, once.
         */
        LinkView: {
            /** Url */
            url: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * LinkedAccount
         * @description A linked account. `credentials` is always empty: nothing returns them.
         */
        LinkedAccount: {
            /** Id */
            id: string;
            /** Provider */
            provider: string;
            /** Provider Name */
            provider_name: string;
            /** Origin Owner Id */
            origin_owner_id: string;
            /** Origin Owner Name */
            origin_owner_name: string;
            /** Origin Username */
            origin_username: string | null;
            /** Status */
            status: string;
            /** Status Reasons */
            status_reasons: components["schemas"]["StatusReason"][];
            /** Credentials */
            credentials?: {
                [key: string]: unknown;
            };
            /** Setup Information */
            setup_information: {
                [key: string]: string;
            };
            /** Label */
            label: string | null;
            /**
             * Type
             * @enum {string}
             */
            type: "production" | "test";
            /** Shared */
            shared: boolean;
            /** Created At */
            created_at: string;
            /** Updated At */
            updated_at: string;
            linkwright: components["schemas"]["AccountExtra"];
        };
        /**
         * Maker
         * @description Who made a session: an API key or a member. `name` is None if that is gone.
         */
        Maker: {
            /** Kind */
            kind: string;
            /** Id */
            id: string;
            /** Name */
            name: string | null;
        };
        /**
         * MemberView
         * @description A member of the organization.
         */
        MemberView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Email */
            email: string;
            /** Role */
            role: string;
            /** Created At */
            created_at: string;
            /** Two Step */
            two_step: boolean;
            /**
             * Last Used At
             * @description When they last did something in the console, where a session is open.
             */
            last_used_at: string | null;
        };
        /**
         * MethodView
         * @description A way of signing in.
         */
        MethodView: {
            /** Key */
            key: string;
            /** Label */
            label: string;
        };
        /**
         * Named
         * @description An id with its name.
         */
        Named: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * NetworksChange
         * @description The networks from now on.
         */
        NetworksChange: {
            /**
             * Networks
             * @description Such as 203.0.113.0/24, 2001:db8::/32 or one address; an empty list means anywhere.
             */
            networks: string[];
        };
        /**
         * NetworksView
         * @description The networks that keys, MCP clients and members may come from, and where this very request came from.
         */
        NetworksView: {
            /** Networks */
            networks: string[];
            /** Your Address */
            your_address: string;
        };
        /**
         * NewEndpointView
         * @description An endpoint with a secret just made: the only time it is shown.
         */
        NewEndpointView: {
            /** Id */
            id: string;
            /** Url */
            url: string;
            /** Description */
            description: string | null;
            /** Events */
            events: string[];
            /** Stackone */
            stackone: boolean;
            /** Ordered */
            ordered: boolean;
            /** Enabled */
            enabled: boolean;
            /** Disabled Reason */
            disabled_reason: string | null;
            /** Disabled At */
            disabled_at: string | null;
            /** Failing Since */
            failing_since: string | null;
            /** Secrets */
            secrets: components["schemas"]["SecretView"][];
            /** Created At */
            created_at: string;
            /** Updated At */
            updated_at: string;
            /** Secret */
            secret: string;
        };
        /**
         * NewInvitationView
         * @description An invitation just made, with its link: the only time it is shown.
         */
        NewInvitationView: {
            /** Id */
            id: string;
            /** Role */
            role: string;
            /** Email */
            email: string | null;
            /** Created By */
            created_by: string | null;
            /** Created By Name */
            created_by_name: string | null;
            /** Created At */
            created_at: string;
            /** Expires At */
            expires_at: string;
            /** Url */
            url: string;
        };
        /**
         * NewKeyView
         * @description A key just made, with the key itself: the only time it is shown.
         */
        NewKeyView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Scopes */
            scopes: string[];
            /** Effects */
            effects: string[] | null;
            /** Created At */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Revoked At */
            revoked_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Accounts */
            accounts: string[] | null;
            /** Profiles */
            profiles: string[] | null;
            /** Key */
            key: string;
        };
        /**
         * NewSessionView
         * @description A session just made, with its secrets: the only time they are shown.
         */
        NewSessionView: {
            /** Id */
            id: number;
            /** Organization Id */
            organization_id: number | string;
            /** Project Id */
            project_id: string;
            /** Origin Owner Id */
            origin_owner_id: string;
            /** Origin Owner Name */
            origin_owner_name: string;
            /** Origin Username */
            origin_username: string | null;
            /** Categories */
            categories: string[] | null;
            /** Provider */
            provider: string | null;
            /** Account Id */
            account_id: string | null;
            /** Label */
            label: string | null;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            } | null;
            /** External Trigger Token */
            external_trigger_token?: string | null;
            /** Type */
            type: string | null;
            /** Integration Id */
            integration_id: string | null;
            /** Multiple */
            multiple: boolean;
            /** Shared */
            shared: boolean | null;
            /** Created At */
            created_at: string;
            latest_connection_attempt: components["schemas"]["AttemptSummary"] | null;
            linkwright: components["schemas"]["SessionExtra"];
            /** Token */
            token: string;
            /** Auth Link Url */
            auth_link_url: string;
        };
        /**
         * OpenedLink
         * @description What an auth link is traded for.
         */
        OpenedLink: {
            /** Token */
            token: string;
            session: components["schemas"]["OpenedSession"];
        };
        /**
         * OpenedSession
         * @description What the Hub may tell of a session before anything else is read.
         */
        OpenedSession: {
            /** Origin Owner Name */
            origin_owner_name: string;
            /** Type */
            type: string | null;
            /** Provider */
            provider: string | null;
            /** Expires At */
            expires_at: string;
        };
        /**
         * OwnerRequest
         * @description Whose data it is about.
         */
        OwnerRequest: {
            /** Origin Owner Id */
            origin_owner_id: string;
        };
        /**
         * PasswordChange
         * @description The old password and the new one.
         */
        PasswordChange: {
            /** Old */
            old: string;
            /** New */
            new: string;
        };
        /**
         * Point
         * @description An hour or a day of UTC.
         */
        Point: {
            /**
             * Runs
             * @default 0
             */
            runs: number;
            /**
             * Errors
             * @default 0
             */
            errors: number;
            /**
             * Upstream Calls
             * @default 0
             */
            upstream_calls: number;
            /** P50 Ms */
            p50_ms?: number | null;
            /** P95 Ms */
            p95_ms?: number | null;
            /**
             * Own Mean Ms
             * @description The hub's own part of the durations, on average.
             */
            own_mean_ms?: number | null;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        /**
         * PolicyRequest
         * @description Rules in place of those there are.
         */
        PolicyRequest: {
            /**
             * Rules
             * @description In their order; the first that fits decides. docs/policy.md describes the fields.
             */
            rules: {
                [key: string]: unknown;
            }[];
            /**
             * Expected Version
             * @description The version that was read before; refused where it is not that of now.
             */
            expected_version?: string | null;
        };
        /**
         * PolicyView
         * @description The rules of a project.
         */
        PolicyView: {
            /**
             * Version
             * @description Of these very rules; `none` for no rules.
             */
            version: string;
            /**
             * Rules
             * @description In their order; the first that fits decides. docs/policy.md describes the fields.
             */
            rules: {
                [key: string]: unknown;
            }[];
            /**
             * Warnings
             * @description What the rules leave open, in sentences.
             */
            warnings: string[];
            /** Updated By */
            updated_by?: string | null;
            /** Updated At */
            updated_at?: string | null;
        };
        /**
         * ProfileChange
         * @description What may be changed of a profile; an absent field stays.
         */
        ProfileChange: {
            /**
             * Client Id
             * @description Of the project's own app at the provider; null takes the app away.
             */
            client_id?: string | null;
            /**
             * Client Secret
             * @description Stored sealed and never shown. Absent or redacted: kept. Null: destroyed.
             */
            client_secret?: string | null;
            /**
             * Parameters
             * @description Choices of the way of connecting, by name.
             */
            parameters?: {
                [key: string]: string;
            } | null;
            /**
             * More Scopes
             * @description Scopes to ask for beside those that the actions need.
             */
            more_scopes?: string[] | null;
            /**
             * Proxy
             * @description Whether POST /unified/proxy may be used; by_actions: where all actions are on.
             */
            proxy?: boolean | "by_actions" | null;
            /** Name */
            name?: string | null;
            /** Enabled */
            enabled?: boolean | null;
            /**
             * Actions
             * @description A preset (read, core, all) or a list of action ids.
             */
            actions?: string | string[] | null;
            /**
             * Version
             * @description Which version of the connector runs: latest, 1.x.x, 1.2.x or 1.2.0.
             */
            version?: string | null;
            /**
             * Default
             * @description Make it the connector's default in place of the other.
             */
            default?: true | null;
        };
        /**
         * ProfileWish
         * @description A profile to be made.
         */
        ProfileWish: {
            /**
             * Client Id
             * @description Of the project's own app at the provider; null takes the app away.
             */
            client_id?: string | null;
            /**
             * Client Secret
             * @description Stored sealed and never shown. Absent or redacted: kept. Null: destroyed.
             */
            client_secret?: string | null;
            /**
             * Parameters
             * @description Choices of the way of connecting, by name.
             */
            parameters?: {
                [key: string]: string;
            } | null;
            /**
             * More Scopes
             * @description Scopes to ask for beside those that the actions need.
             */
            more_scopes?: string[] | null;
            /**
             * Proxy
             * @description Whether POST /unified/proxy may be used; by_actions: where all actions are on.
             */
            proxy?: boolean | "by_actions" | null;
            /** Connector Key */
            connector_key: string;
            /**
             * Auth Method
             * @description One of the connector's ways of connecting.
             */
            auth_method: string;
            /** Name */
            name?: string | null;
            /**
             * Actions
             * @description A preset (read, core, all) or a list of action ids.
             */
            actions?: string | string[] | null;
            /** Version */
            version?: string | null;
            /** Default */
            default?: true | null;
        };
        /**
         * ProviderAddress
         * @description Where the browser goes on to the provider.
         */
        ProviderAddress: {
            /** Address */
            address: string;
        };
        /**
         * ProviderSignInRequest
         * @description The wish to sign in through the organization's provider.
         */
        ProviderSignInRequest: {
            /**
             * Next
             * @description Where to go on; a page of the console, or the one that asks about a client.
             * @default /console
             */
            next: string;
        };
        /**
         * RangeRequest
         * @description Which deliveries to make again, by when they began: from `since` to before `until`.
         */
        RangeRequest: {
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Until */
            until?: string | null;
            /**
             * Status
             * @default failed
             * @enum {string}
             */
            status: "failed" | "delivered" | "all";
            /**
             * Preview
             * @description Only count them.
             * @default false
             */
            preview: boolean;
        };
        /**
         * Receipt
         * @description What was erased of an owner, who is not named.
         */
        Receipt: {
            /** Id */
            id: string;
            /** Project Id */
            project_id: string;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "done";
            /** Asked By */
            asked_by: string;
            /** Asked By Name */
            asked_by_name: string;
            /** Asked At */
            asked_at: string;
            /** Finished At */
            finished_at: string | null;
            /** Accounts */
            accounts: components["schemas"]["ErasedAccount"][];
            /** Erased */
            erased: {
                [key: string]: number;
            };
            /** Kept */
            kept: components["schemas"]["Kept"][];
        };
        /**
         * ReceiptView
         * @description What was destroyed with an account, by whom and when.
         */
        ReceiptView: {
            /** Account Id */
            account_id: string;
            /** Provider */
            provider: string;
            /** Auth Method */
            auth_method: string;
            /** Origin Owner Id */
            origin_owner_id: string;
            /** Origin Owner Name */
            origin_owner_name: string;
            /**
             * Destroyed Fields
             * @description Names of the credential's fields; their values are gone.
             */
            destroyed_fields: string[];
            /** Deleted At */
            deleted_at: string;
            /**
             * Deleted By
             * @description `key:key_…` or `member:mem_…`.
             */
            deleted_by: string;
            /** Deleted By Name */
            deleted_by_name: string;
            /**
             * Revocation
             * @description Whether the provider ended the credential too.
             * @enum {string}
             */
            revocation: "revoked" | "not_supported" | "failed";
            /** Revocation Detail */
            revocation_detail: string;
        };
        /**
         * Receipts
         * @description The newest receipts, at most 200.
         */
        Receipts: {
            /** Data */
            data: components["schemas"]["Receipt"][];
        };
        /**
         * ReconnectLink
         * @description A link for the account's owner. It works once, and only for this account.
         */
        ReconnectLink: {
            /** Account Id */
            account_id: string;
            /** Session Id */
            session_id: string;
            /** Url */
            url: string;
            /** Expires At */
            expires_at: string;
        };
        /**
         * ReconnectRequest
         * @description What the link shall be.
         */
        ReconnectRequest: {
            /**
             * Expires In
             * @description Seconds that it works; 7 days unless set.
             */
            expires_in?: number | null;
        };
        /**
         * Record
         * @description One record, as it is hashed and exported.
         */
        Record: {
            /** Id */
            id: string;
            /**
             * Chain
             * @description The project's id, or the organization's.
             */
            chain: string;
            /** Project Id */
            project_id: string | null;
            /** Sequence */
            sequence: number;
            /**
             * Time
             * Format: date-time
             */
            time: string;
            /** Event */
            event: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "done" | "refused" | "failed";
            /**
             * Reason
             * @description The code of the error, where there was one.
             */
            reason: string | null;
            /** Face */
            face: string;
            /** Principal */
            principal: string;
            /** Principal Name */
            principal_name: string;
            target: components["schemas"]["Target"] | null;
            /** Account Id */
            account_id: string | null;
            /** Address */
            address: string | null;
            /** Request Id */
            request_id: string | null;
            /** Run Id */
            run_id: string | null;
            /**
             * Arguments Digest
             * @description HMAC-SHA-256 of the canonical arguments; never a value.
             */
            arguments_digest: string | null;
            /** Detail */
            detail: {
                [key: string]: unknown;
            } | null;
            /**
             * Sealed
             * @description Whether a process that holds the audit key wrote it.
             */
            sealed: boolean | null;
            /** Previous */
            previous: string;
            /** Hash */
            hash: string;
        };
        /**
         * RecordPage
         * @description Records, newest first.
         */
        RecordPage: {
            /** Next */
            next: string | null;
            /** Data */
            data: components["schemas"]["Record"][];
        };
        /**
         * RecordState
         * @description Whether a chain is as it was written.
         */
        RecordState: {
            /** First */
            first: number | null;
            /** Verified To */
            verified_to: number;
            /**
             * Verified At
             * Format: date-time
             */
            verified_at: string;
            /**
             * Signed To
             * @description The highest place that a signed checkpoint vouches for.
             */
            signed_to: number;
            /**
             * Unsealed
             * @description Records that no holder of the audit key wrote.
             */
            unsealed: number;
            bad: components["schemas"]["BadRecord"] | null;
            /** Key Id */
            key_id: string;
            /** Public Key */
            public_key: string;
        };
        /**
         * RecoveryCodes
         * @description Recovery codes; shown this once. Each works once.
         */
        RecoveryCodes: {
            /** Codes */
            codes: string[];
        };
        /**
         * RemovedMember
         * @description What ended with a membership.
         */
        RemovedMember: {
            /** Sessions */
            sessions: number;
            /** Mcp Clients */
            mcp_clients: number;
            /** Invitations */
            invitations: number;
        };
        /**
         * Rerun
         * @description The new run and how it ended.
         */
        Rerun: {
            /** Run Id */
            run_id: string;
            /** Success */
            success: boolean;
            /** Status */
            status: number;
        };
        /**
         * RightView
         * @description One right that the project's actions need, and how far we know that the credential has it.
         */
        RightView: {
            /** Scope */
            scope: string;
            /** About */
            about: string;
            /** Permission */
            permission: string;
            /**
             * State
             * @enum {string}
             */
            state: "proven" | "on_first_use" | "missing";
            /**
             * Source
             * @description How it was learnt: `linking`, `grant`, `call` or `check`.
             */
            source: string | null;
            /** Detail */
            detail: string | null;
            /** At */
            at: string | null;
        };
        /**
         * RoleChange
         * @description A member's new role.
         */
        RoleChange: {
            /**
             * Role
             * @description `owner`, `admin`, `developer` or `viewer`.
             */
            role: string;
        };
        /**
         * RotateRequest
         * @description How the old secret ends.
         */
        RotateRequest: {
            /**
             * Overlap
             * @description Seconds that the old secret goes on signing, too.
             * @default 86400
             */
            overlap: number;
        };
        /**
         * RuleView
         * @description The rule that wants a person to look.
         */
        RuleView: {
            /** Id */
            id: string;
            /** Number */
            number: number;
            /** Name */
            name: string;
            /** Message */
            message: string;
        };
        /**
         * SearchRequest
         * @description A search for actions; names that newer clients add are let through.
         */
        SearchRequest: {
            /** Query */
            query: string;
            /** Connector */
            connector?: string | null;
            /** Top K */
            top_k?: number | null;
            /** Min Similarity */
            min_similarity?: number | null;
            /** Project Id */
            project_id?: string | null;
            /**
             * Account Id
             * @description Finds only what this account can run; the header x-account-id says the same.
             */
            account_id?: string | null;
        };
        /**
         * SecretView
         * @description A secret that signs: since when, and until when if a newer one has taken its place.
         */
        SecretView: {
            /** Created At */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
        };
        /**
         * SessionExtra
         * @description What this hub tells beyond the contract. `state` is open, used, expired or revoked.
         */
        SessionExtra: {
            /** Id */
            id: string;
            /** State */
            state: string;
            created_by: components["schemas"]["Maker"];
            /** Expires At */
            expires_at: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Used At */
            used_at: string | null;
            /** Linked Account Id */
            linked_account_id: string | null;
        };
        /**
         * SessionRequest
         * @description What a connect session shall be. Fields that this hub does not know are left alone.
         */
        SessionRequest: {
            /** Origin Owner Id */
            origin_owner_id: string;
            /** Origin Owner Name */
            origin_owner_name: string;
            /** Origin Username */
            origin_username?: string | null;
            /**
             * Provider
             * @description Key of the only connector to offer.
             */
            provider?: string | null;
            /** Categories */
            categories?: string[] | null;
            /**
             * Account Id
             * @description An account to edit or reconnect.
             */
            account_id?: string | null;
            /** Label */
            label?: string | null;
            /**
             * Integration Id
             * @description Older name of `connector_profile_id`.
             */
            integration_id?: string | null;
            /** Connector Profile Id */
            connector_profile_id?: string | null;
            /**
             * Expires In
             * @description Seconds, at most 30 days.
             */
            expires_in?: (number) | null;
            /**
             * Multiple
             * @description Each link makes another account.
             */
            multiple?: boolean | null;
            /** Metadata */
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** Type */
            type?: ("production" | "test") | null;
            /**
             * Shared
             * @description An account made through it is marked as shared.
             */
            shared?: boolean | null;
        };
        /**
         * SessionView
         * @description A connect session. `organization_id` is a number for releases of the generated client that demand one.
         */
        SessionView: {
            /** Id */
            id: number;
            /** Organization Id */
            organization_id: number | string;
            /** Project Id */
            project_id: string;
            /** Origin Owner Id */
            origin_owner_id: string;
            /** Origin Owner Name */
            origin_owner_name: string;
            /** Origin Username */
            origin_username: string | null;
            /** Categories */
            categories: string[] | null;
            /** Provider */
            provider: string | null;
            /** Account Id */
            account_id: string | null;
            /** Label */
            label: string | null;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            } | null;
            /** External Trigger Token */
            external_trigger_token?: string | null;
            /** Type */
            type: string | null;
            /** Integration Id */
            integration_id: string | null;
            /** Multiple */
            multiple: boolean;
            /** Shared */
            shared: boolean | null;
            /** Created At */
            created_at: string;
            latest_connection_attempt: components["schemas"]["AttemptSummary"] | null;
            linkwright: components["schemas"]["SessionExtra"];
        };
        /**
         * SignInAddress
         * @description Where to open the window, once; and the attempt to ask after.
         */
        SignInAddress: {
            /** Url */
            url: string;
            /** Connection Attempt Id */
            connection_attempt_id: string;
            /**
             * Expires In
             * @description Seconds that the address works.
             */
            expires_in: number;
        };
        /**
         * SignInSettingsBody
         * @description How members sign in.
         */
        SignInSettingsBody: {
            /**
             * Require Two Step
             * @default false
             */
            require_two_step: boolean;
            /**
             * Passwords
             * @description Whether members may sign in with a password beside the provider.
             * @default true
             */
            passwords: boolean;
            /** Issuer */
            issuer?: string | null;
            /** Client Id */
            client_id?: string | null;
            /**
             * Client Secret
             * @description Absent: the one stored stays.
             */
            client_secret?: string | null;
            /** Domains */
            domains?: string[];
            /**
             * Default Role
             * @default viewer
             */
            default_role: string;
            /**
             * Joins
             * @description Whether people whom nobody invited become members by signing in.
             * @default false
             */
            joins: boolean;
        };
        /**
         * SignInSettingsView
         * @description How members sign in, and what has to be registered with the provider.
         */
        SignInSettingsView: {
            /** Require Two Step */
            require_two_step: boolean;
            /** Passwords */
            passwords: boolean;
            /** Issuer */
            issuer: string | null;
            /** Client Id */
            client_id: string | null;
            /** Has Secret */
            has_secret: boolean;
            /** Domains */
            domains: string[];
            /** Default Role */
            default_role: string;
            /** Joins */
            joins: boolean;
            /** Return Address */
            return_address: string;
        };
        /**
         * SignInWays
         * @description What the sign-in page offers.
         */
        SignInWays: {
            /** Passwords */
            passwords: boolean;
            /**
             * Provider
             * @description The host of the organization's OpenID provider; null for none.
             */
            provider: string | null;
        };
        /**
         * StandingView
         * @description How an approval stands: all that is told to whoever asked for it.
         */
        StandingView: {
            /** Id */
            id: string;
            /**
             * Status
             * @description `pending`, `approved`, `refused`, `running`, `used`, `outdated` or `expired`.
             */
            status: string;
            /** Says */
            says: string;
            /** Action */
            action: string;
            /** Account Id */
            account_id: string;
            /** Plan Hash */
            plan_hash: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Run Id
             * @description The run that used it.
             */
            run_id: string | null;
        };
        /**
         * StatusReason
         * @description Why an account is in its status.
         */
        StatusReason: {
            /** Code */
            code: string;
            /** Description */
            description: string;
            /** Timestamp */
            timestamp: string;
        };
        /**
         * SubscriptionRequest
         * @description Which of the provider's events are wanted, and how the provider is told.
         */
        SubscriptionRequest: {
            /**
             * Kinds
             * @description Such as `issue`; absent: all.
             */
            kinds?: string[] | null;
            /**
             * Include Body
             * @description Send on the provider's own body.
             * @default true
             */
            include_body: boolean;
            /**
             * How
             * @description `auto` registers it there if the credential may.
             * @default auto
             * @enum {string}
             */
            how: "auto" | "by_hand";
            /**
             * Secret
             * @description Signing secret of a webhook made by hand.
             */
            secret?: string | null;
        };
        /**
         * SubscriptionView
         * @description An account's provider events. `secret` is there only where one was just made for a person to enter.
         */
        SubscriptionView: {
            /** Account Id */
            account_id: string;
            /** Url */
            url: string;
            /**
             * How
             * @enum {string}
             */
            how: "api" | "by_hand";
            /** Kinds */
            kinds: string[];
            /** Events */
            events: string[];
            /** Include Body */
            include_body: boolean;
            /** Reason */
            reason: string | null;
            /** Steps */
            steps: string[];
            /** Secret */
            secret?: string | null;
            /** Created At */
            created_at: string;
            /** Received At */
            received_at: string | null;
        };
        /**
         * SummaryView
         * @description How an endpoint fares: what waits for it, and its last 24 hours, the present one last.
         */
        SummaryView: {
            /** Endpoint Id */
            endpoint_id: string;
            /** Waiting */
            waiting: number;
            /** Hours */
            hours: components["schemas"]["HourView"][];
        };
        /**
         * Taken
         * @description What became of a post: `sent` on, `repeated` (taken before), or `ignored` (not asked for).
         */
        Taken: {
            /**
             * Status
             * @enum {string}
             */
            status: "sent" | "repeated" | "ignored";
        };
        /**
         * Target
         * @description What was acted on.
         */
        Target: {
            /** Kind */
            kind: string;
            /** Id */
            id: string | null;
        };
        /**
         * TokenRequest
         * @description A token.
         */
        TokenRequest: {
            /** Token */
            token: string;
        };
        /**
         * TwoStepBeginning
         * @description What an authenticator app needs: a picture to scan, or the secret to type. Shown this once.
         */
        TwoStepBeginning: {
            /** Secret */
            secret: string;
            /**
             * Picture
             * @description An SVG element.
             */
            picture: string;
        };
        /**
         * TwoStepReset
         * @description Whether two-step sign-in was on before.
         */
        TwoStepReset: {
            /** Was On */
            was_on: boolean;
        };
        /**
         * TwoStepView
         * @description Whether two-step sign-in is on, whether the organization wants it, and how many recovery codes are left.
         */
        TwoStepView: {
            /** On */
            on: boolean;
            /** Required */
            required: boolean;
            /** Codes Left */
            codes_left: number;
        };
        /**
         * UpdateRequest
         * @description A form for an account that exists; fields that are absent are kept.
         */
        UpdateRequest: {
            /** Integration Id */
            integration_id?: string | null;
            /** Credentials */
            credentials?: {
                [key: string]: string;
            };
        };
        /**
         * Usage
         * @description The answer: every hour or day of the range, whether anything ran in it or not; groups, the busiest first.
         */
        Usage: {
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Interval
             * @enum {string}
             */
            interval: "hour" | "day";
            /**
             * By
             * @enum {string}
             */
            by: "provider" | "account" | "key" | "action" | "source";
            total: components["schemas"]["Figures"];
            /** Series */
            series: components["schemas"]["Point"][];
            /** Groups */
            groups: components["schemas"]["Group"][];
            /** More Groups */
            more_groups: boolean;
            /** Budgets */
            budgets: components["schemas"]["Budget"][];
        };
        /**
         * WhatIfRequest
         * @description Rules to try on past runs.
         */
        WhatIfRequest: {
            /**
             * Rules
             * @description In their order; the first that fits decides. docs/policy.md describes the fields.
             */
            rules: {
                [key: string]: unknown;
            }[];
            /**
             * Days
             * @description How far back.
             * @default 7
             */
            days: number;
        };
        /**
         * WhatIfSample
         * @description A run that would have gone otherwise.
         */
        WhatIfSample: {
            /** Run Id */
            run_id: string;
            /** Action */
            action: string;
            /** Account Id */
            account_id: string;
            /** Owner Name */
            owner_name: string | null;
            /** Caller */
            caller: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Outcome */
            outcome: string;
            /** Rule Number */
            rule_number: number;
        };
        /**
         * WhatIfView
         * @description What the rules would have done.
         */
        WhatIfView: {
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
            /**
             * Looked At
             * @description Runs that were judged, the newest first.
             */
            looked_at: number;
            /**
             * Complete
             * @description Whether these are all of the time asked about.
             */
            complete: boolean;
            /** Allowed */
            allowed: number;
            /** Denied */
            denied: number;
            /** Approval */
            approval: number;
            /**
             * Cannot Tell
             * @description What a rule would have to know of them is not kept.
             */
            cannot_tell: number;
            /**
             * As Called
             * @description Among those told: judged by names as they were sent, not by the ids they meant.
             */
            as_called: number;
            /**
             * By Rule
             * @description Runs that each rule would have decided, by its id.
             */
            by_rule: {
                [key: string]: number;
            };
            /** Samples */
            samples: components["schemas"]["WhatIfSample"][];
        };
        /**
         * SignInRequest
         * @description E-mail and password.
         */
        linkwright__access__entering__schemas__SignInRequest: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * SignInRequest
         * @description A wish to sign in at the provider; `account_id` names the account that is to be given new tokens.
         */
        linkwright__linking__sign_in__schemas__SignInRequest: {
            /** Integration Id */
            integration_id: string;
            /** Credentials */
            credentials?: {
                [key: string]: string;
            };
            /** Account Id */
            account_id?: string | null;
            /**
             * As New
             * @default false
             */
            as_new: boolean;
        };
        /**
         * Error
         * @description Every refusal, whoever makes it. docs/errors.md lists the codes.
         */
        Error: {
            /** @description The HTTP status once more. */
            statusCode: number;
            /** @description What happened, for a person. */
            message: string;
            /** Format: date-time */
            timestamp: string;
            /** @description What happened, for a program; it stays the same. */
            code: string;
            /** @description What to do next. */
            hint?: string;
            /** @description The hint again, where published clients look for it. */
            provider_response?: string;
        };
    };
    responses: {
        /** @description The request cannot be understood. */
        Refused400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Nobody is known by these credentials. */
        Refused401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The caller may not do that. */
        Refused403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is nothing of that id here. */
        Refused404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description It contradicts what is there. */
        Refused409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description It is over: an ended session or a used link. */
        Refused410: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description What was to be carried out has changed. */
        Refused412: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request is too large. */
        Refused413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description A value in the request cannot be used. */
        Refused422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Too much at once; Retry-After says when to come back. */
        Refused429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Something broke in the hub; the message names the reference it was logged under. */
        Refused500: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The hub is starting, stopping, or waits for its database. */
        Refused503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Not in this version. */
        Refused501: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    export_owners_export_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnerRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    erase_owners_erase_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnerRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    receipts_owners_erasures_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipts"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    receipt_owners_erasures__erasure_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_keys_console_api_keys_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    create_key_console_api_keys_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    revoke_key_console_api_keys__key_id__revoke_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: boolean;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    look_at_claim_console_api_claim_look_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimLook"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    claim_console_api_claim_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnteredView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    sign_in_console_api_sign_in_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["linkwright__access__entering__schemas__SignInRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnteredView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    sign_out_console_api_sign_out_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: boolean;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    sign_in_code_console_api_sign_in_code_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnteredView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    sign_in_setup_console_api_sign_in_setup_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoStepBeginning"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    confirm_sign_in_setup_console_api_sign_in_setup_confirm_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    my_sessions_console_api_me_sessions_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleSessionView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    end_other_sessions_console_api_me_sessions_end_others_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    end_session_console_api_me_sessions__session_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    change_password_console_api_me_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_two_step_console_api_me_two_step_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoStepView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    begin_two_step_console_api_me_two_step_begin_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoStepBeginning"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    confirm_two_step_console_api_me_two_step_confirm_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    renew_codes_console_api_me_two_step_codes_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    end_two_step_console_api_me_two_step_off_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: boolean;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    leave_console_api_sign_in_provider_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderSignInRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderAddress"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_sign_in_settings_console_api_sign_in_settings_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInSettingsView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    put_sign_in_settings_console_api_sign_in_settings_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInSettingsBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInSettingsView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    sign_in_ways_console_api_sign_in_ways_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInWays"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_members_console_api_members_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    remove_member_console_api_members__member_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedMember"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    change_member_console_api_members__member_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    reset_member_two_step_console_api_members__member_id__two_step_reset_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoStepReset"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_invitations_console_api_invitations_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    invite_console_api_invitations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewInvitationView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    revoke_invitation_console_api_invitations__invitation_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: boolean;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    me_console_api_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_project_project_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    update_project_project_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    put_logo_project_logos__theme__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                theme: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/*": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    drop_logo_project_logos__theme__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                theme: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_networks_console_api_project_networks_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworksView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    put_networks_console_api_project_networks_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworksChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworksView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    auth_configs_auth_configs_get: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                enabled?: boolean;
                connector_key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_profile_connector_profiles__profile_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    delete_profile_connector_profiles__profile_id__delete: {
        parameters: {
            query?: {
                /** @description `delete` deletes its accounts too. */
                accounts?: "keep" | "delete";
            };
            header?: never;
            path: {
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    update_profile_connector_profiles__profile_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_profiles_connector_profiles_get: {
        parameters: {
            query?: {
                connector_key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    create_profile_connector_profiles_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileWish"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_accounts_accounts_get: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                /** @deprecated */
                provider?: string;
                providers?: string[];
                account_ids?: string[];
                origin_owner_id?: string;
                origin_owner_ids?: string[];
                status?: string[];
                /** @description Part of an id, an owner's id or name, a username or a label. */
                search?: string;
                /** @description `production` or `test`. */
                type?: string;
                profile_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_account_accounts__account_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    delete_account_accounts__account_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAccount"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    change_account_accounts__account_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_account_meta_accounts__account_id__meta_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountMeta"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_receipt_accounts__account_id__receipt_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    suspend_account_accounts__account_id__suspend_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    resume_account_accounts__account_id__resume_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    convert_account_accounts__account_id__convert_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConvertRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    check_account_accounts__account_id__check_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    make_reconnect_link_accounts__account_id__reconnect_link_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReconnectRequest"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconnectLink"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_connect_sessions_connect_sessions_get: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                /** @description `open`, `used`, `expired` or `revoked`. */
                state?: string[];
                provider?: string[];
                origin_owner_id?: string[];
                /** @description Made for that account, or linked it. */
                account_id?: string;
                /** @description Id of the key or member that made it. */
                created_by?: string;
                /** @description Part of an id, an owner's id or name, a username or a label. */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    create_connect_session_connect_sessions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSessionView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    authenticate_connect_session_connect_sessions_authenticate_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    revoke_connect_session_connect_sessions__session_id__revoke_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_connect_session_connect_sessions__session_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    delete_connect_session_connect_sessions__session_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_runs_requests_logs_get: {
        parameters: {
            query?: {
                /** @description Of these runs only. */
                request_ids?: string[];
                /** @description Of these accounts only. */
                account_ids?: string[];
                /** @description Of these actions only. */
                actions?: string[];
                /** @description Of these connectors only. */
                providers?: string[];
                /** @description Where the call came in: `rpc`, `mcp`, `console`, `proxy` or `download`. */
                source_types?: string[];
                /** @description Names of keys, clients or members that called. */
                source_values?: string[];
                /** @description Ids of keys, clients or members that called. */
                source_ids?: string[];
                /** @description Such as 404, or 4xx for a hundred of them. */
                status_codes?: string[];
                /** @description Only those that worked, or only those that did not. */
                success?: "true" | "false";
                /** @description From then on, in UTC where no zone is said. */
                start_date?: string;
                /** @description Until then. */
                end_date?: string;
                /** @description Of the contract; every run here is a POST. */
                http_methods?: string[];
                /** @description Of the contract; no run here has one, so nothing matches. */
                services?: string[];
                /** @description Of the contract; no run here has one, so nothing matches. */
                resources?: string[];
                /** @description Of the contract; no run here has one, so nothing matches. */
                child_resources?: string[];
                /** @description Of the contract; no run here has one, so nothing matches. */
                sub_resources?: string[];
                /** @description `eventDatetime` unless said. */
                order_by?: "eventDatetime" | "status" | "duration" | "provider" | "service";
                /** @description `desc` unless said. */
                order_direction?: "asc" | "desc";
                /** @description 25 unless said; more than 200 gives 200. */
                page_size?: number;
                /** @description The `next` of the page before. */
                next?: string;
                /** @description What comes with each run; `advanced_logs` adds the bodies. */
                include?: ("step_logs" | "advanced_logs")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_steps_requests_logs_steps_get: {
        parameters: {
            query?: {
                /** @description Of these runs only. */
                request_ids?: string[];
                /** @description Of these accounts only. */
                account_ids?: string[];
                /** @description Of these actions only. */
                actions?: string[];
                /** @description Of these connectors only. */
                providers?: string[];
                /** @description Where the call came in: `rpc`, `mcp`, `console`, `proxy` or `download`. */
                source_types?: string[];
                /** @description Names of keys, clients or members that called. */
                source_values?: string[];
                /** @description Ids of keys, clients or members that called. */
                source_ids?: string[];
                /** @description Such as 404, or 4xx for a hundred of them. */
                status_codes?: string[];
                /** @description Only those that worked, or only those that did not. */
                success?: "true" | "false";
                /** @description From then on, in UTC where no zone is said. */
                start_date?: string;
                /** @description Until then. */
                end_date?: string;
                /** @description Of the contract; every run here is a POST. */
                http_methods?: string[];
                /** @description Of the contract; no run here has one, so nothing matches. */
                services?: string[];
                /** @description Of the contract; no run here has one, so nothing matches. */
                resources?: string[];
                /** @description Of the contract; no run here has one, so nothing matches. */
                child_resources?: string[];
                /** @description Of the contract; no run here has one, so nothing matches. */
                sub_resources?: string[];
                /** @description `eventDatetime` unless said. */
                order_by?: "eventDatetime" | "status" | "duration" | "provider" | "service";
                /** @description `desc` unless said. */
                order_direction?: "asc" | "desc";
                /** @description 25 unless said; more than 200 gives 200. */
                page_size?: number;
                /** @description The `next` of the page before. */
                next?: string;
                /** @description What comes with each run; `advanced_logs` adds the bodies. */
                include?: ("step_logs" | "advanced_logs")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_run_requests_logs__run_id__get: {
        parameters: {
            query?: {
                /** @description What comes with each run; `advanced_logs` adds the bodies. */
                include?: ("step_logs" | "advanced_logs")[];
            };
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_records_audit_get: {
        parameters: {
            query?: {
                /** @description Only records from then on. */
                since?: string;
                /** @description Only records up to then. */
                until?: string;
                /** @description An event, or a group of them such as `key.`. */
                event?: string;
                /** @description A reference such as `key:key_…`, an id, or a name. */
                principal?: string;
                /** @description The id of what was acted on. */
                target?: string;
                outcome?: "done" | "refused" | "failed";
                /** @description The id of an account. */
                account?: string;
                /** @description The id of a run. */
                run?: string;
                /** @description `rest`, `mcp`, `console`, `cli`, `hub` or `system`. */
                face?: string;
                /** @description Whose record: the project's, or (for members) the organization's. */
                chain?: "project" | "organization";
                /** @description The cursor that the page before gave. */
                next?: string;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPage"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    state_audit_state_get: {
        parameters: {
            query?: {
                chain?: "project" | "organization";
                fresh?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordState"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    export_audit_export_get: {
        parameters: {
            query?: {
                /** @description Only records from then on. */
                since?: string;
                /** @description Only records up to then. */
                until?: string;
                /** @description An event, or a group of them such as `key.`. */
                event?: string;
                /** @description A reference such as `key:key_…`, an id, or a name. */
                principal?: string;
                /** @description The id of what was acted on. */
                target?: string;
                outcome?: "done" | "refused" | "failed";
                /** @description The id of an account. */
                account?: string;
                /** @description The id of a run. */
                run?: string;
                /** @description `rest`, `mcp`, `console`, `cli`, `hub` or `system`. */
                face?: string;
                /** @description Whose record: the project's, or (for members) the organization's. */
                chain?: "project" | "organization";
                format?: "jsonl" | "cef";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    checkpoints_audit_checkpoints_get: {
        parameters: {
            query?: {
                chain?: "project" | "organization";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_record_audit__record_id__get: {
        parameters: {
            query?: {
                chain?: "project" | "organization";
            };
            header?: never;
            path: {
                record_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    usage_usage_get: {
        parameters: {
            query?: {
                interval?: "hour" | "day";
                by?: "provider" | "account" | "key" | "action" | "source";
                /** @description The beginning; 30 days ago, or one by the hour. */
                start_date?: string;
                /** @description The end; now. */
                end_date?: string;
                /** @description Of these only; separated by commas. */
                account_ids?: string;
                /** @description Of these only; separated by commas. */
                providers?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    rerun_console_api_runs__run_id__rerun_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rerun"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_endpoints_webhook_endpoints_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    create_endpoint_webhook_endpoints_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEndpointView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_event_types_webhook_endpoints_event_types_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTypeView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_summaries_webhook_endpoints_summaries_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_endpoint_webhook_endpoints__endpoint_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    delete_endpoint_webhook_endpoints__endpoint_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    change_endpoint_webhook_endpoints__endpoint_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    rotate_secret_webhook_endpoints__endpoint_id__rotate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEndpointView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_deliveries_webhook_endpoints__endpoint_id__deliveries_get: {
        parameters: {
            query?: {
                status?: "pending" | "delivered" | "failed";
                event?: string;
                page_size?: number;
                next?: string;
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_delivery_webhook_endpoints__endpoint_id__deliveries__delivery_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    send_test_webhook_endpoints__endpoint_id__test_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    redeliver_webhook_endpoints__endpoint_id__deliveries__delivery_id__redeliver_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    redeliver_range_webhook_endpoints__endpoint_id__redeliver_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RangeRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counted"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_versions_connectors__key__versions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    withdraw_connectors__key__versions__version__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_actions_actions_get: {
        parameters: {
            query?: {
                /** @description Of these connectors only. */
                connectors?: string[];
                /** @description One entry for each of these accounts, with what can be run on it. */
                account_ids?: string[];
                /** @description These actions only: their ids, or names without the connector. */
                action_key?: string[];
                /** @description Words that must occur in an action's id, label or description. */
                search?: string;
                /** @description `action_details` for schemas, `authentication_guides` for guides. */
                include?: string[];
                /** @description `actions` leaves them out. */
                exclude?: string[];
                /** @description Connectors on a page, 25 unless said, at most 200. */
                page_size?: number;
                /** @description The `next` of the page before. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    search_actions_actions_search_post: {
        parameters: {
            query?: never;
            header?: {
                "x-account-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    build_actions_actions_build_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            /** @description Not Implemented */
            501: components["responses"]["Refused501"];
            503: components["responses"]["Refused503"];
        };
    };
    list_connectors_connectors_meta_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_connector_connectors_meta__provider__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_events_accounts__account_id__provider_events_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    put_events_accounts__account_id__provider_events_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SubscriptionRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    delete_events_accounts__account_id__provider_events_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    read_policy_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    write_policy_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    explain_policy_explain_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    judge_policy_what_if_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatIfRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatIfView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_approvals_approvals_get: {
        parameters: {
            query?: {
                state?: "pending" | "past";
                page_size?: number;
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalPage"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    get_approval_approvals__approval_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"] | components["schemas"]["StandingView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    decide_approval_approvals__approval_id__decide_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    link_approval_approvals__approval_id__link_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkView"];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    list_clients_mcp_clients_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientView"][];
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    end_client_mcp_clients__consent_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                consent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: boolean;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            410: components["responses"]["Refused410"];
            412: components["responses"]["Refused412"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
}
