import { useCallback, useEffect, useMemo, useState } from 'react'
import { catalogue } from '../api/calls'
import type { Ran } from '../api/client'
import { useDeed, useLoad } from '../lib/load'
import { useSession } from '../session/context'
import { type Plan, planOf } from './plan'
import { inputsOf } from './schema'
import { byField, type Call, callOf, isBlank, type Values } from './values'

export interface Asked {
  call: Call
  files: Record<string, File>
  plan: Plan | null
}

const NONE: Values = {}

function missing(required: readonly string[], values: Values): Record<string, string> {
  return Object.fromEntries(required.filter((name) => isBlank(values[name])).map((name) => [name, 'This must be given.']))
}

/** One action of one account: its inputs, what was entered, and what came of it. */
export function useTester(account: string, action: string, given: Values | null) {
  const { api } = useSession()
  const wanted = account !== '' && action !== '' ? `${account} ${action}` : null
  const details = useLoad(wanted, (signal) => catalogue.details(api, account, action, signal))
  const found = details.data?.id === action ? details.data : undefined
  const told = found?.action_details
  const inputs = useMemo(() => (told ? inputsOf(told) : []), [told])
  const effect = told?.effect ?? found?.linkwright.effect ?? 'read'
  const [values, setValues] = useState<Values>(NONE)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [rest, setRest] = useState('')
  const [ran, setRan] = useState<Ran | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  // Plans came with a later version of the hub; one that makes none says so once.

  useEffect(() => {
    setValues(given ?? NONE)
    setErrors({})
    setRan(null)
    setAsked(null)
  }, [account, action, given])

  const change = useCallback((next: Values) => {
    setValues((before) => {
      const touched = Object.keys({ ...before, ...next }).filter((name) => before[name] !== next[name])
      setErrors((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !touched.includes(name))))
      return next
    })
  }, [])

  function take(outcome: Ran) {
    const names = inputs.map((input) => input.name)
    const split = outcome.error ? byField(outcome.error.message, names) : { fields: {}, rest: '' }
    setErrors(split.fields)
    setRest(split.rest)
    setRan(outcome)
  }

  const send = async (call: Call, files: Record<string, File>) => {
    take(await api.run(account, call, files))
    setAsked(null)
  }

  const start = async () => {
    const lacks = missing(inputs.filter((input) => input.required).map((input) => input.name), values)
    setErrors(lacks)
    if (Object.keys(lacks).length > 0) return
    const { call, files } = callOf(action, inputs, values)
    if (effect === 'read') return send(call, files)
    // A file goes up with the call that writes, so there is no plan of it.
    if (Object.keys(files).length > 0) return setAsked({ call, files, plan: null })
    const planned = await api.run(account, { ...call, mode: 'plan' }, files)
    if (planned.error) return take(planned)
    setAsked({ call, files, plan: planOf(planned.body) })
  }

  const apply = async () => {
    if (!asked) return
    const { call, files, plan } = asked
    await send(plan ? { ...call, mode: 'apply', plan_hash: plan.plan_hash } : call, files)
  }

  return {
    details,
    found,
    inputs,
    effect,
    values,
    change,
    errors,
    /** What was refused and is about no input. */
    rest,
    ran,
    asked,
    back: () => setAsked(null),
    start: useDeed(start),
    apply: useDeed(apply),
  }
}
