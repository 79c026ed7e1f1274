"""Run by an interpreter that has LangChain and Pydantic AI: their own code runs our tools, blocking and not. Prints JSON."""

import asyncio
import json
from typing import Any

from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic_ai import Agent, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.toolsets import FunctionToolset

from linkwright.toolset import AsyncToolset, Toolset

NAMES = ["linear_get_issue", "linear_create_comment"]


def langchain(tools: list[Any]) -> dict[str, Any]:
    get = next(tool for tool in tools if tool.name == "linear_get_issue")
    comment = next(tool for tool in tools if tool.name == "linear_create_comment")
    bad = {"type": "tool_call", "id": "call_2", "name": get.name, "args": {"id": "ENG-9999"}}
    refused = get.invoke(bad)
    return {
        "parameters": convert_to_openai_tool(get)["function"]["parameters"],
        "read": json.loads(get.invoke({"id": "ENG-1"})),
        "written": json.loads(comment.invoke({"issueId": "ENG-1", "body": "From LangChain"})),
        "status": refused.status,
        "error": json.loads(refused.content),
    }


async def langchain_async(tools: list[Any]) -> Any:
    get = next(tool for tool in tools if tool.name == "linear_get_issue")
    return json.loads(await get.ainvoke({"id": "ENG-2"}))


def model(seen: list[Any]) -> FunctionModel:
    """Calls the tool twice, rightly and wrongly, and says what it was told."""

    def say(messages: list[Any], info: AgentInfo) -> ModelResponse:
        told = [part for part in messages[-1].parts if part.part_kind == "tool-return"]
        seen.append(sorted(tool.name for tool in info.function_tools))
        if told:
            seen.extend(part.model_response_str() for part in told)
            return ModelResponse(parts=[TextPart("done")])
        good, bad = ({"id": "ENG-1"}, {"id": "ENG-9999"})
        return ModelResponse(parts=[ToolCallPart("linear_get_issue", good), ToolCallPart("linear_get_issue", bad)])

    return FunctionModel(say)


def main() -> None:
    with Toolset() as toolset:
        tools = toolset.fetch_tools(NAMES)
        report: dict[str, Any] = {"langchain": langchain(tools.to_langchain())}
        seen: list[Any] = []
        report["pydantic"] = Agent(model(seen), tools=tools.to_pydantic_ai()).run_sync("go").output
        report["seen"] = seen
        report["meta"] = [tool.name for tool in toolset.meta_tools().to_langchain()]

    async def later() -> None:
        async with AsyncToolset() as waiting:
            listed = await waiting.fetch_tools(NAMES)
            report["langchain_async"] = await langchain_async(listed.to_langchain())
            agent = Agent(
                model(report.setdefault("seen_async", [])), toolsets=[FunctionToolset(listed.to_pydantic_ai())]
            )
            report["pydantic_async"] = (await agent.run("go")).output

    asyncio.run(later())
    print(json.dumps(report))


main()
