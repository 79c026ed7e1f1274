/** What the sign-in page says when the provider's way has not worked, by the error's code; nothing else of an address is shown. */
const PROBLEMS: Record<string, string> = {
  identity_refused:
    'Your provider knows you, but you may not come in by it. Ask an owner to invite you, or to allow your e-mail’s domain.',
  provider_sign_in_failed: 'Signing in through your provider did not work, or took too long. Begin again.',
  provider_unusable: 'Your provider does not answer as it should. Try again, or tell whoever runs it.',
  no_provider: 'Your organization has no provider to sign in through.',
}

export function problemOf(code: string | null): string {
  if (code === null) return ''
  return PROBLEMS[code] ?? 'Signing in through your provider did not work. Begin again.'
}
