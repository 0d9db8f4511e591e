// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.period.Comparison;
import doorstep.period.Cut;
import doorstep.period.Uncovered;
import doorstep.question.Missing;
import doorstep.tally.Period;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives dates the form that programs read: those of an answer, where they are cut, what they are compared with. */
final class DatesForm {
    private DatesForm() {}

    static String cut(Cut cut) {
        if (cut.dates().isEmpty()) {
            return "NOTHING_COUNTED";
        }
        if (cut.beginsTooEarly()) {
            return cut.endsTooLate() ? "BOTH_ENDS" : "AT_EARLIEST";
        }
        return cut.endsTooLate() ? "AT_AS_OF" : null;
    }

    static Map<String, Object> dates(Period dates) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("from", dates.first().toString());
        members.put("to", dates.last().toString());
        members.put("days", dates.length());
        return members;
    }

    static Map<String, Object> missing(Missing missing) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("dates", missing.dates().map(DatesForm::dates).orElse(null));
        members.put(
                "windows", missing.windows().stream().sorted().map(Enum::name).toList());
        members.put("settings", missing.settings());
        members.put("inside", missing.inside().map(DatesForm::dates).orElse(null));
        members.put("around", missing.around().map(DatesForm::dates).orElse(null));
        return members;
    }

    static Map<String, Object> comparison(Comparison comparison) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (comparison instanceof Comparison.With with) {
            members.put("dates", dates(with.dates()));
            return members;
        }
        Comparison.Without without = (Comparison.Without) comparison;
        members.put(
                "dates",
                without.uncovered().map(Uncovered::dates).map(DatesForm::dates).orElse(null));
        members.put("reason", without.reason().name());
        return members;
    }
}
