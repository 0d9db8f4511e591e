// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.period.Span;
import java.util.Optional;
import java.util.Set;

/**
 * A question.
 *
 * @param order empty: by unit, value and facet, in the order of their UTF-8 bytes
 * @param limit most rows of the answer, above 0
 * @param after empty: the first rows
 */
public record Question(
        Selection selection,
        Span span,
        Set<Against> against,
        Optional<Order> order,
        int limit,
        Optional<Cursor> after) {
    /** All of the rows, compared with nothing. */
    public static Question of(Selection selection, Span span) {
        return new Question(selection, span, Set.of(), Optional.empty(), Integer.MAX_VALUE, Optional.empty());
    }

    public Question against(Against... others) {
        return new Question(selection, span, Set.of(others), order, limit, after);
    }

    /** The same question about other dates. */
    Question over(Span other) {
        return new Question(selection, other, against, order, limit, after);
    }

    /** All of its rows. */
    Question whole() {
        return top(Integer.MAX_VALUE);
    }

    public Question by(Order order) {
        return new Question(selection, span, against, Optional.of(order), limit, after);
    }

    /** The first rows only. */
    public Question top(int limit) {
        return new Question(selection, span, against, order, limit, after);
    }

    /** The rows behind those of an answer before. */
    public Question after(Cursor cursor) {
        return new Question(selection, span, against, order, limit, Optional.of(cursor));
    }
}
