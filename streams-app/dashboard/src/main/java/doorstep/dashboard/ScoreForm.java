// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.Rows;
import doorstep.assessment.Difference;
import doorstep.assessment.Share;
import doorstep.compare.Change;
import doorstep.compare.Split;
import doorstep.compare.Split.Effects;
import doorstep.question.FunnelPlot;
import doorstep.question.ScoreQuestion;
import doorstep.question.WhyMoved;
import doorstep.question.WhyMoved.ValueChange;
import doorstep.tally.Fraction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives answers about the shares of several units the form that programs read. */
final class ScoreForm {
    /** Parts are fractions that add up exactly; twelve digits tell them from sums of rounded ones. */
    private static final double DIGITS = 1e12;

    private ScoreForm() {}

    static Map<String, Object> members(WhyMoved answer) {
        Map<String, Object> members = members(answer.question());
        members.put("rebuilding", answer.rebuilding());
        members.put("dates", answer.dates().map(DatesForm::dates).orElse(null));
        members.put("against", AnswerForm.member(answer.against()));
        members.put("comparison", DatesForm.comparison(answer.comparison()));
        members.put(
                "before",
                answer.change().map(Change::before).map(ScoreForm::share).orElse(null));
        members.put(
                "now", answer.change().map(Change::now).map(ScoreForm::share).orElse(null));
        members.put(
                "difference", answer.split().map(it -> number(it.difference())).orElse(null));
        members.put("reason", answer.reason().map(Enum::name).orElse(null));
        Map<String, Object> values = new LinkedHashMap<>();
        answer.values()
                .forEach((breakdown, changes) -> values.put(
                        breakdown.label(),
                        changes.stream().map(ScoreForm::value).toList()));
        members.put("values", values);
        return members;
    }

    private static Map<String, Object> members(ScoreQuestion question) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("unit", question.unit());
        members.put("facet", question.facet());
        return members;
    }

    private static Map<String, Object> value(ValueChange value) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("value", value.value());
        members.put("before", share(value.change().before()));
        members.put("now", share(value.change().now()));
        members.put(
                "othersBefore",
                value.others().map(Change::before).map(ScoreForm::share).orElse(null));
        members.put(
                "othersNow",
                value.others().map(Change::now).map(ScoreForm::share).orElse(null));
        return members;
    }

    private static Map<String, Object> share(Share share) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("answers", share.answers());
        members.put("satisfied", share.satisfied());
        members.put("satisfiedShare", AnswerForm.number(share.value()));
        return members;
    }

    /** The units directly below, then the unit's own events. */
    static Rows rows(WhyMoved answer) {
        List<List<Object>> lines = new ArrayList<>();
        answer.split().ifPresent(split -> parts(split).forEach(it -> {
            List<Object> line = new ArrayList<>();
            line.add(it.unit());
            line.add(it.unit().equals(answer.question().unit()));
            line.add(share(it.change().before()));
            line.add(share(it.change().now()));
            line.add(number(it.score()));
            line.add(number(it.mix()));
            lines.add(line);
        }));
        return new Rows(List.of("unit", "own", "before", "now", "score", "mix"), lines, Optional.empty());
    }

    private static Stream<Effects> parts(Split split) {
        return Stream.concat(split.below().stream(), split.own().stream());
    }

    private static double number(Fraction fraction) {
        return Math.rint(fraction.toDouble() * DIGITS) / DIGITS;
    }

    static Map<String, Object> members(FunnelPlot answer) {
        Map<String, Object> members = members(answer.question());
        members.put("rebuilding", answer.rebuilding());
        members.put("dates", answer.dates().map(DatesForm::dates).orElse(null));
        members.put("center", share(answer.center()));
        members.put("curve", answer.curve().stream().map(ScoreForm::limits).toList());
        members.put(
                "withoutEnoughAnswers",
                answer.few().stream().map(ScoreForm::share).toList());
        return members;
    }

    private static Map<String, Object> limits(FunnelPlot.Limits limits) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("answers", limits.answers());
        members.put("low", limits.limits().low());
        members.put("high", limits.limits().high());
        members.put("farLow", limits.farLimits().low());
        members.put("farHigh", limits.farLimits().high());
        return members;
    }

    static Rows rows(FunnelPlot answer) {
        return new Rows(
                List.of(
                        "unit",
                        "answers",
                        "satisfied",
                        "satisfiedShare",
                        "low",
                        "high",
                        "farLow",
                        "farHigh",
                        "difference",
                        "differs",
                        "mayBeChance"),
                answer.units().stream().map(ScoreForm::line).toList(),
                Optional.empty());
    }

    private static List<Object> line(FunnelPlot.Point point) {
        Difference difference = point.difference();
        List<Object> line = new ArrayList<>();
        line.add(point.unit());
        line.add(point.share().answers());
        line.add(point.share().satisfied());
        line.add(AnswerForm.number(point.share().value()));
        line.add(point.limits().low());
        line.add(point.limits().high());
        line.add(point.farLimits().low());
        line.add(point.farLimits().high());
        line.add(difference.name());
        line.add(difference.differs());
        line.add(difference.mayBeChance());
        return line;
    }
}
