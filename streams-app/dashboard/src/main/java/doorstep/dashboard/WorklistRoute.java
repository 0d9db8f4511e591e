// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.Ask;
import doorstep.api.Needs;
import doorstep.api.PageCursor;
import doorstep.api.Problem;
import doorstep.api.QuestionRoute;
import doorstep.api.Reply;
import doorstep.event.Codes;
import doorstep.event.CommitmentKind;
import doorstep.question.Moment;
import doorstep.question.WorklistAnswer;
import doorstep.question.WorklistQuestion;
import doorstep.question.WorklistQuestion.Cursor;
import doorstep.wire.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The route of questions about what is owed. */
final class WorklistRoute {
    private static final String KIND = "kind";
    private static final String CATEGORY = "category";
    private static final String OVERDUE = "overdue";
    private static final String DUE_WITHIN = "due-within";
    private static final String LATER = "later";
    private static final String SORT = "sort";
    private static final Set<String> PARAMETERS =
            Set.of(Ask.UNIT, KIND, CATEGORY, OVERDUE, DUE_WITHIN, LATER, SORT, Ask.LIMIT, Ask.CURSOR);
    private static final List<String> KINDS =
            Arrays.stream(CommitmentKind.values()).map(Enum::name).toList();
    private static final List<String> ORDERS = FigureParameters.names(WorklistQuestion.Order.values());

    private final RowQuestions questions;
    private final PipelineMoments moments;

    WorklistRoute(RowQuestions questions, PipelineMoments moments) {
        this.questions = questions;
        this.moments = moments;
    }

    /** @param path that all questions begin with */
    QuestionRoute at(String path) {
        return new QuestionRoute(path + Topics.WORKLIST.shortName(), Needs.TOKEN, PARAMETERS, this::worklist);
    }

    private Reply worklist(Ask ask) {
        Moment moment = moments.now();
        String unit = questions.unit(ask);
        WorklistAnswer list = questions.answer(ask, moment, it -> it.worklist(question(ask, unit), ask.access()));
        WorklistForm form = new WorklistForm(moment.settings().zone());
        return new Reply(
                moments.standing(Topics.SERVICE_LEVELS, new TreeSet<>(Set.of(list.asOf())), ask.access()),
                form.members(list, ask.access()),
                Optional.of(form.rows(list)));
    }

    private static WorklistQuestion question(Ask ask, String unit) {
        WorklistQuestion question = WorklistQuestion.of(unit)
                .by(WorklistQuestion.Order.valueOf(
                        ask.choice(SORT, ORDERS, FigureParameters.name(WorklistQuestion.Order.DUE))
                                .toUpperCase(Locale.ROOT)))
                .top(ask.limit());
        if (ask.optional(KIND).isPresent()) {
            question = question.ofKind(CommitmentKind.valueOf(ask.choice(KIND, KINDS)));
        }
        if (ask.optional(CATEGORY).isPresent()) {
            question = question.ofCategories(categories(ask.text(CATEGORY)));
        }
        if (ask.flag(OVERDUE).orElse(false)) {
            question = question.onlyOverdue();
        }
        if (ask.optional(DUE_WITHIN).isPresent()) {
            question = question.dueWithin(ask.number(DUE_WITHIN, 0, WorklistQuestion.MOST_DATES, 0));
        }
        if (ask.flag(LATER).orElse(false)) {
            question = question.ofLater();
        }
        Optional<Cursor> cursor = ask.cursor().map(WorklistRoute::cursor);
        return cursor.map(question::after).orElse(question);
    }

    private static Set<String> categories(String codes) {
        Set<String> categories = new TreeSet<>(List.of(codes.split(",", -1)));
        if (!categories.stream().allMatch(Codes::isValid)) {
            throw Problem.parameter(CATEGORY, "it is not a code such as NOISE, or several, separated by commas");
        }
        return categories;
    }

    private static Cursor cursor(PageCursor cursor) {
        boolean isTime = cursor.value() instanceof Integer || cursor.value() instanceof Long;
        if (cursor.key().size() != 2 || !(isTime || cursor.value() == null)) {
            throw FigureParameters.brokenCursor();
        }
        return new Cursor(
                Optional.ofNullable(cursor.value()).map(it -> ((Number) it).longValue()),
                cursor.key().get(0),
                cursor.key().get(1));
    }

    static PageCursor text(Cursor cursor) {
        return new PageCursor(cursor.ms().orElse(null), List.of(cursor.unit(), cursor.id()));
    }
}
