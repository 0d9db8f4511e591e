// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.PageCursor;
import doorstep.api.Rows;
import doorstep.assessment.Assessment;
import doorstep.figures.FlatRow;
import doorstep.question.Against;
import doorstep.question.Answer;
import doorstep.question.AnswerRow;
import doorstep.question.Figures;
import doorstep.question.Question;
import doorstep.question.Series;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Gives answers the form that programs read: members of a JSON object and rows with columns. */
final class AnswerForm {
    /** For adding up by whoever keeps rows; here percentiles are given for all dates. */
    private static final String BUCKETS = "buckets";

    private final Question question;
    private final boolean scores;
    private final boolean levels;

    AnswerForm(Question question) {
        this.question = question;
        scores = question.selection().topic().equals(Topics.SATISFACTION_SCORES);
        levels = question.selection().topic().equals(Topics.SERVICE_LEVELS);
    }

    /** What is true of all rows. */
    Map<String, Object> members(Answer answer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("topic", question.selection().topic().shortName());
        members.put("rebuilding", answer.rebuilding());
        members.put("dates", answer.dates().map(DatesForm::dates).orElse(null));
        answer.cut().ifPresent(cut -> members.put("cut", DatesForm.cut(cut)));
        if (!question.against().isEmpty()) {
            Map<String, Object> against = new LinkedHashMap<>();
            answer.comparisons()
                    .forEach((name, comparison) -> against.put(member(name), DatesForm.comparison(comparison)));
            members.put("comparisons", against);
        }
        members.put("overlapping", answer.overlapping());
        members.put("total", answer.total());
        members.put("sharingLastRank", answer.sharing());
        return members;
    }

    /** What is true of all rows of a series. */
    Map<String, Object> members(Series series) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("topic", question.selection().topic().shortName());
        members.put("rebuilding", series.rebuilding());
        members.put("series", series.kind().name());
        members.put("dates", series.dates().map(DatesForm::dates).orElse(null));
        series.cut().ifPresent(cut -> members.put("cut", DatesForm.cut(cut)));
        members.put("overlapping", question.selection().isOverlapping());
        return members;
    }

    Rows rows(Answer answer) {
        return rows(answer.rows().stream(), answer.next().map(FigureParameters::text));
    }

    Rows rows(Series series) {
        return rows(series.periods().stream().flatMap(answer -> answer.rows().stream()), Optional.empty());
    }

    private Rows rows(Stream<AnswerRow> rows, Optional<PageCursor> next) {
        List<Map<String, Object>> all = new ArrayList<>();
        rows.forEach(row -> all.add(row(row)));
        List<String> columns = List.copyOf(row(Optional.empty()).keySet());
        return new Rows(
                columns,
                all.stream().map(row -> columns.stream().map(row::get).toList()).toList(),
                next);
    }

    private Map<String, Object> row(AnswerRow row) {
        return row(Optional.of(row));
    }

    /** Without a row, its columns. */
    private Map<String, Object> row(Optional<AnswerRow> row) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> figures = row.map(it -> figures(it.figures())).orElseGet(this::none);
        FlatRow.HEAD.forEach(name -> values.put(name, emptyToNull(figures.remove(name))));
        values.put("rank", row.map(it -> number(it.rank())).orElse(null));
        values.putAll(figures);
        if (scores) {
            putAssessment(row, values);
        }
        for (Against against : question.against()) {
            values.put(
                    member(against),
                    row.map(it -> it.others().get(against))
                            .map(this::figures)
                            .map(AnswerForm::withoutHead)
                            .orElse(null));
        }
        if (question.against().contains(Against.SIBLINGS)) {
            values.put(
                    "rankAmongSiblings",
                    row.flatMap(AnswerRow::amongSiblings)
                            .map(it -> number(it.rank()))
                            .orElse(null));
            values.put(
                    "rankedSiblings",
                    row.flatMap(AnswerRow::amongSiblings)
                            .map(AnswerRow.SiblingRank::ranked)
                            .orElse(null));
        }
        return values;
    }

    private void putAssessment(Optional<AnswerRow> row, Map<String, Object> values) {
        Optional<Assessment> assessment = row.flatMap(AnswerRow::assessment);
        values.put("target", assessment.map(it -> number(it.target())).orElse(null));
        values.put(
                "verdict",
                assessment.flatMap(Assessment::verdict).map(Enum::name).orElse(null));
        values.put("shrunkShare", assessment.map(it -> number(it.shrunk())).orElse(null));
        values.put(
                "difference",
                assessment.flatMap(Assessment::difference).map(Enum::name).orElse(null));
        values.put("responseRate", row.map(it -> number(it.responseRate())).orElse(null));
        values.put(
                "unitAboveGlimpse",
                row.flatMap(AnswerRow::glimpse)
                        .map(it -> {
                            Map<String, Object> glimpse = new LinkedHashMap<>();
                            glimpse.put("unit", it.unit());
                            glimpse.put("satisfiedShare", it.satisfiedShare());
                            glimpse.put("target", number(it.target()));
                            glimpse.put("verdict", it.verdict().map(Enum::name).orElse(null));
                            return glimpse;
                        })
                        .orElse(null));
    }

    private Map<String, Object> figures(Figures figures) {
        Map<String, Object> values =
                withoutBuckets(FlatRow.of("", figures.row()).values());
        if (levels) {
            values.put("open", figures.level().map(it -> it.open()).orElse(null));
            values.put("overdue", figures.level().map(it -> it.overdue()).orElse(null));
        }
        return values;
    }

    private Map<String, Object> none() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Schema.Field field : question.selection().topic().value().getFields()) {
            values.put(field.name(), null);
        }
        if (levels) {
            values.put("open", null);
            values.put("overdue", null);
        }
        return values;
    }

    private static Map<String, Object> withoutBuckets(Map<String, Object> values) {
        Map<String, Object> without = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                Map<String, Object> members = new LinkedHashMap<>();
                inner.forEach((key, item) -> members.put(key.toString(), item));
                members.remove(BUCKETS);
                without.put(name, members);
            } else {
                without.put(name, value);
            }
        });
        return without;
    }

    private static Map<String, Object> withoutHead(Map<String, Object> figures) {
        FlatRow.HEAD.stream().filter(name -> !name.equals("unit")).forEach(figures::remove);
        return figures;
    }

    /** Absent is null for programs. */
    private static Object emptyToNull(Object value) {
        return "".equals(value) ? null : value;
    }

    /** {@code UNIT_ABOVE} → {@code unitAbove}. */
    static String member(Against against) {
        StringBuilder name = new StringBuilder();
        for (String word : FigureParameters.name(against).split("-", -1)) {
            name.append(name.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1));
        }
        return name.toString();
    }

    static Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
