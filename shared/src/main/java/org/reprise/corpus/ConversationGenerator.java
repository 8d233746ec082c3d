package org.reprise.corpus;

import java.util.List;
import org.reprise.context.Role;
import org.reprise.context.ToolCall;
import org.reprise.context.Workflow;
import org.reprise.corpus.ShopTool.Exchange;

/**
 * Writes one conversation between a customer and a shop's agent. Every figure in it was measured on 200 real
 * conversations of another shop-like agent, 5,308 messages in all. Not thread-safe.
 */
final class ConversationGenerator {

    /** After the system's and the user's first message, the agent speaks and is answered so many times. */
    private static final Quantiles TURNS =
            Quantiles.of(2, 5, 5, 6, 6, 7, 8, 9, 10, 11, 11, 12, 13, 14, 15, 16, 17, 18, 20, 23, 30);

    private static final Quantiles USER_CHARACTERS =
            Quantiles.of(10, 34, 43, 51, 57, 63, 69, 74, 80, 86, 92, 99, 105, 114, 122, 130, 139, 149, 165, 189, 318);
    private static final Quantiles ASSISTANT_CHARACTERS = Quantiles.of(
            44, 116, 127, 142, 163, 178, 199, 216, 230, 244, 260, 280, 303, 334, 368, 403, 436, 496, 573, 709, 1_256);
    private static final Quantiles CALL_CHARACTERS = Quantiles.of(83, 101, 122, 140, 166, 181, 202, 219, 252, 316, 878);
    private static final double CALLS_AFTER_USER = 569 / 1_341.0;
    private static final double CALLS_AFTER_TOOL = 595 / 1_113.0;
    private static final double CALLS_WITH_TEXT = 90 / 1_164.0;
    private static final double USER_MESSAGES_WITH_FLOURISH = 75 / 1_490.0;

    private static final String FLOURISH = "flourish";

    /** Calls are answered before the next is asked for, so one key does for all. */
    private static final String CALL = "call";

    private final Draws draws;
    private final TextGenerator texts;
    private final ShopDesk desk;
    private final HeadGenerator head;
    private final boolean hasFlourish;

    ConversationGenerator(Vocabulary words, Language language, Draws draws) {
        this.draws = draws;
        CaseFacts facts = new CaseFacts(words, draws);
        this.texts = new TextGenerator(facts.vocabulary(), language.separator(), draws);
        this.desk = new ShopDesk(facts, texts, draws);
        this.head = new HeadGenerator(facts, texts, draws);
        this.hasFlourish = words.has(FLOURISH);
    }

    /** Writes the conversation that is the {@code index}-th of its session. */
    Conversation generate(String systemPrompt, int index) {
        int turns = TURNS.draw(draws);
        Timeline timeline = new Timeline(draws, index, 2 * (turns + 1));
        HistoryBuilder history = new HistoryBuilder(draws, timeline);
        history.say(Role.SYSTEM, systemPrompt);
        history.say(Role.USER, userText());
        String step = "greeting";
        boolean calledLast = false;
        for (int i = 0; i < turns; i++) {
            calledLast = draws.chance(calledLast ? CALLS_AFTER_TOOL : CALLS_AFTER_USER);
            if (calledLast) {
                step = call(history, timeline);
            } else {
                history.say(Role.ASSISTANT, texts.text("assistant", ASSISTANT_CHARACTERS.draw(draws)));
                history.say(Role.USER, userText());
            }
        }
        Workflow.Status status = calledLast ? Workflow.Status.RUNNING : Workflow.Status.WAITING;
        return new Conversation(history.entries(), head.workflow(step, status), head.memory(), head.preferences());
    }

    private String call(HistoryBuilder history, Timeline timeline) {
        ShopTool tool = ShopTool.draw(draws);
        Exchange exchange = tool.callAt(desk);
        String text = draws.chance(CALLS_WITH_TEXT) ? texts.text("assistant", CALL_CHARACTERS.draw(draws)) : null;
        history.ask(text, List.of(new HistoryBuilder.Call(CALL, tool.toolName(), exchange.arguments())));
        ToolCall.Status status = exchange.failed() ? ToolCall.Status.FAILED : ToolCall.Status.SUCCEEDED;
        history.answer(CALL, new HistoryBuilder.Answer(exchange.result(), status, timeline.duration(Role.TOOL)));
        return tool.toolName();
    }

    /** A few people's keyboards write curly quotes, dashes, arrows and emoji. */
    private String userText() {
        String text = texts.text("user", USER_CHARACTERS.draw(draws));
        if (!hasFlourish || !draws.chance(USER_MESSAGES_WITH_FLOURISH)) {
            return text;
        }
        String curly = text.replace('\'', '\u2019');
        return curly.equals(text) || draws.chance(0.2) ? curly + " " + texts.phrase(FLOURISH) : curly;
    }
}
