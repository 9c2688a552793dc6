import { RequestError } from "@daybook/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { effectScope, nextTick, ref } from "vue";
import { useAsked } from "./asked.ts";

const down = new RequestError({ code: "X", status: 503, title: "", detail: "", hint: "" });
const refused = new RequestError({ code: "X", status: 400, title: "", detail: "", hint: "" });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(answers: (string | RequestError)[]) {
  const question = ref<string | undefined>("a");
  const questions: string[] = [];
  const scope = effectScope();
  const asked = scope.run(() =>
    useAsked({
      question: () => question.value,
      ask: async (text) => {
        questions.push(text);
        await new Promise((resolve) => setTimeout(resolve, 10));
        const answer = answers.shift() ?? "last";
        if (answer instanceof RequestError) throw answer;
        return `${answer} ${text}`;
      },
      onSignedOut: () => questions.push("signed out"),
    }),
  )!;
  return { question, questions, asked, scope };
}

describe("an asked answer", () => {
  test("follows its question, and stays while the next is on its way", async () => {
    const { asked, question, questions, scope } = setUp(["one", "two"]);
    await vi.advanceTimersByTimeAsync(10);
    expect(asked.value.value).toBe("one a");
    question.value = "b";
    await nextTick();
    expect([asked.value.value, asked.isLoading.value]).toEqual(["one a", true]);
    await vi.advanceTimersByTimeAsync(10);
    expect([asked.value.value, asked.isLoading.value]).toEqual(["two b", false]);
    question.value = undefined;
    await nextTick();
    expect(asked.value.value).toBeUndefined();
    expect(questions).toEqual(["a", "b"]);
    scope.stop();
  });

  test("tries again by itself what may pass, ever more slowly", async () => {
    const { asked, questions, scope } = setUp([down, down, "up"]);
    await vi.advanceTimersByTimeAsync(10);
    expect(asked.error.value).toBe(down);
    await vi.advanceTimersByTimeAsync(3_010);
    expect(questions).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3_010);
    expect(questions).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3_010);
    expect([asked.value.value, asked.error.value]).toEqual(["up a", undefined]);
    scope.stop();
  });

  test("what was refused is not tried again, and an answer to an older question is dropped", async () => {
    const { asked, question, questions, scope } = setUp([refused, "late", "new"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(questions).toEqual(["a"]);
    asked.ask();
    question.value = "b";
    await vi.advanceTimersByTimeAsync(10);
    expect(asked.value.value).toBe("new b");
    scope.stop();
  });
});
