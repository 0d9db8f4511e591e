// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.catalogue.Catalogue;
import doorstep.config.AppConfig;
import doorstep.family.BreakdownRule;
import doorstep.family.Breakdowns;
import doorstep.family.Families;
import doorstep.figures.FigureSettings;
import doorstep.settings.PublishedSettings;
import doorstep.tally.Breakdown;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WorkingDays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules by which the pipeline turns events into figures, as it published them. Not thread-safe: families keep a
 * calendar.
 *
 * @param callBackDays working days from a bad rating to the time by which somebody has to call back
 */
public record CountingRules(
        Families families,
        Breakdowns breakdowns,
        Catalogue catalogue,
        OrgCalendar calendar,
        WorkingDays workingDays,
        int callBackDays) {
    private static final List<String> OF_CALL_BACKS =
            List.of("callback.working-days", "working-days.weekend", "working-days.holidays", "working-days.extra");

    /** @param settings read from {@code published} */
    public static CountingRules of(PublishedSettings published, FigureSettings settings) {
        Map<String, String> ofCallBacks = new HashMap<>();
        OF_CALL_BACKS.forEach(
                name -> ofCallBacks.put(name, listed(published, name).orElseThrow()));
        AppConfig config = AppConfig.of(ofCallBacks);
        return new CountingRules(
                settings.families(),
                new Breakdowns(
                        rules(published, "visits"), rules(published, "feedback"), rules(published, "commitments")),
                settings.catalogue(),
                settings.calendar(),
                config.workingDays(),
                config.callBackWorkingDays());
    }

    private static Map<Breakdown, BreakdownRule> rules(PublishedSettings published, String input) {
        Map<Breakdown, BreakdownRule> rules = new EnumMap<>(Breakdown.class);
        for (Breakdown breakdown : Breakdown.values()) {
            listed(published, "breakdown." + input + "." + breakdown.label())
                    .ifPresent(text -> rules.put(breakdown, BreakdownRule.parse(text)));
        }
        return rules;
    }

    /** The canonical form of a list has brackets, which settings have not. */
    private static Optional<String> listed(PublishedSettings published, String name) {
        return published.value(name).map(text -> text.startsWith("[") ? text.substring(1, text.length() - 1) : text);
    }
}
