// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.event.TreePath;
import doorstep.family.RowHead;
import java.util.Optional;
import java.util.OptionalDouble;

/** Assesses rows of satisfaction scores in the context of related rows. */
public final class Assessor {
    private static final String OVERALL = "OVERALL:";

    /** Looks up rows of one moment by key; a missing row counts as all zeros. */
    public interface Rows {
        /** From doorstep.satisfaction-scores. */
        Share score(String key);

        /** The field {@code enough} of that row. */
        boolean enough(String key);

        /** The field {@code ratingsAboutVisits} of doorstep.feedback-counts. */
        long answersAboutVisits(String key);

        /** The field {@code feedbackAsked} of doorstep.visit-counts. */
        long feedbackAsked(String key);
    }

    private final AssessmentRules rules;
    private final Rows rows;
    private final YearEarlier yearEarlier;

    public Assessor(AssessmentRules rules, Rows rows, YearEarlier yearEarlier) {
        this.rules = rules;
        this.rows = rows;
        this.yearEarlier = yearEarlier;
    }

    /** @param head of a row of satisfaction scores */
    public Assessment assess(RowHead head) {
        Share own = rows.score(head.key());
        boolean root = head.unit().equals(TreePath.ROOT);
        Share parent = root ? own : rows.score(in(TreePath.parent(head.unit()), head.facet(), head));
        boolean assessed = head.facet().equals(rules.facet());
        double target = rules.targets().of(head.unit());
        boolean enough = rows.enough(head.key());
        return new Assessment(
                own,
                assessed ? OptionalDouble.of(target) : OptionalDouble.empty(),
                assessed ? Verdict.of(own, enough, target) : Optional.empty(),
                own.shrunkTowards(parent, rules.shrinkage()),
                parent,
                root ? Optional.empty() : Optional.of(Difference.of(own, parent)),
                yearEarlier
                        .keys(head)
                        .map(days -> days.stream().map(rows::score).reduce(Share.NONE, Share::plus)),
                head.facet().startsWith(OVERALL) ? responseRate(head) : OptionalDouble.empty());
    }

    private OptionalDouble responseRate(RowHead head) {
        String key = in(head.unit(), "", head);
        long asked = rows.feedbackAsked(key);
        return asked == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) rows.answersAboutVisits(key) / asked);
    }

    private static String in(String unit, String facet, RowHead head) {
        return new RowHead(unit, head.breakdown(), head.value(), facet, head.window(), head.start(), head.end()).key();
    }
}
