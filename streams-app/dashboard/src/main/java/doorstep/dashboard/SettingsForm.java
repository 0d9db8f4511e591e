// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.figures.FigureSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings that figures were counted under, as far as answers depend on them. */
final class SettingsForm {
    private SettingsForm() {}

    static Map<String, Object> of(FigureSettings settings) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("zone", settings.zone().getId());
        members.put("earliest", settings.dateOf(settings.earliest()).toString());
        members.put("fiscalStart", settings.fiscalStart() == 0 ? null : settings.fiscalStart());
        members.put("windows", settings.windows().stream().map(Enum::name).toList());
        members.put(
                "breakdownWindows",
                settings.breakdownWindows().stream().map(Enum::name).toList());
        members.put("answersMin", settings.answersMin());
        members.put("assessedFacet", settings.assessment().facet());
        members.put("target", settings.assessment().targets().usual());
        members.put("shrinkage", settings.assessment().shrinkage());
        return members;
    }
}
