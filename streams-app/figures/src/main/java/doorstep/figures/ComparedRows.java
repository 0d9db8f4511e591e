// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.assessment.Assessment;
import doorstep.assessment.Assessor;
import doorstep.assessment.Share;
import doorstep.assessment.YearEarlier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Adds columns to rows that compare them with targets, with the unit above and with the year before. */
public final class ComparedRows {
    /** Suffix of columns with the figures of the same local dates one year before. */
    public static final String YEAR_EARLIER = "YearEarlier";

    /** The columns that a table of compared scores shows. */
    public static final List<String> COLUMNS_OF_SCORES = List.of(
            "unit",
            "breakdown",
            "value",
            "facet",
            "window",
            "start",
            "answers",
            "satisfiedShare",
            "satisfiedLow",
            "satisfiedHigh",
            "target",
            "verdict",
            "shrunkShare",
            "parentShare",
            "difference",
            "answersYearEarlier",
            "satisfiedShareYearEarlier",
            "responseRate");

    private ComparedRows() {}

    /** A row of satisfaction scores with its assessment. */
    public static FlatRow ofScore(FlatRow row, Assessor assessor) {
        Assessment assessment = assessor.assess(row.head());
        Map<String, Object> values = new LinkedHashMap<>(row.values());
        values.put("target", number(assessment.target()));
        values.put("verdict", assessment.verdict().map(Enum::name).orElse(null));
        values.put("shrunkShare", number(assessment.shrunk()));
        values.put("parentShare", number(assessment.parent().value()));
        values.put("difference", assessment.difference().map(Enum::name).orElse(null));
        Optional<Share> earlier = assessment.yearEarlier();
        values.put("answers" + YEAR_EARLIER, earlier.map(Share::answers).orElse(null));
        values.put("satisfied" + YEAR_EARLIER, earlier.map(Share::satisfied).orElse(null));
        values.put(
                "satisfiedShare" + YEAR_EARLIER,
                earlier.map(it -> number(it.value())).orElse(null));
        values.put("responseRate", number(assessment.responseRate()));
        return new FlatRow(row.key(), values);
    }

    /**
     * A row of another topic, with each count followed by that of the year before.
     *
     * @param all all rows of the topic, by key
     */
    public static FlatRow ofCounts(FlatRow row, Map<String, FlatRow> all, YearEarlier yearEarlier) {
        Optional<List<FlatRow>> days = yearEarlier.keys(row.head()).map(keys -> {
            List<FlatRow> found = new ArrayList<>();
            keys.stream().map(all::get).filter(it -> it != null).forEach(found::add);
            return found;
        });
        Map<String, Object> values = new LinkedHashMap<>();
        row.values().forEach((name, value) -> {
            values.put(name, value);
            if (value instanceof Long) {
                values.put(
                        name + YEAR_EARLIER,
                        days.map(rows -> rows.stream()
                                        .mapToLong(day -> day.count(name))
                                        .sum())
                                .orElse(null));
            }
        });
        return new FlatRow(row.key(), values);
    }

    private static Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
