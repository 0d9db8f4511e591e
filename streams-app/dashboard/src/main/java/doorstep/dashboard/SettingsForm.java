// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.catalogue.Catalogue;
import doorstep.catalogue.Label;
import doorstep.catalogue.Question;
import doorstep.event.Scale;
import doorstep.figures.FigureSettings;
import doorstep.question.Access;
import doorstep.settings.PublishedSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that figures were counted under, as far as answers depend on them or a reader needs them to print names.
 */
final class SettingsForm {
    private static final String AS_OF_LAG = "as-of.lag";
    private static final String QUESTIONS = "question";
    private static final String SCALES = "scale";

    private SettingsForm() {}

    /** @param published what the settings were read from */
    static Map<String, Object> of(FigureSettings settings, PublishedSettings published, Access access) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("unit", access.unit());
        members.put("everything", access.isRoot());
        members.put("zone", settings.zone().getId());
        members.put("asOfLag", published.value(AS_OF_LAG).orElse(null));
        members.put("earliest", settings.dateOf(settings.earliest()).toString());
        members.put("fiscalStart", settings.fiscalStart() == 0 ? null : settings.fiscalStart());
        members.put("windows", settings.windows().stream().map(Enum::name).toList());
        members.put(
                "breakdownWindows",
                settings.breakdownWindows().stream().map(Enum::name).toList());
        members.put("answersMin", settings.answersMin());
        members.put("assessedFacet", settings.assessment().facet());
        members.put("target", settings.assessment().targets().of(access.unit()));
        members.put("targets", targets(settings, access));
        members.put("shrinkage", settings.assessment().shrinkage());
        members.put("catalogue", catalogue(settings.catalogue()));
        return members;
    }

    /** Of units that have one of their own; the others have that of the nearest unit above. */
    private static Map<String, Double> targets(FigureSettings settings, Access access) {
        Map<String, Double> targets =
                new TreeMap<>(settings.assessment().targets().own());
        targets.keySet().removeIf(unit -> !access.covers(unit));
        return targets;
    }

    private static Map<String, Object> catalogue(Catalogue catalogue) {
        Map<String, Object> lists = new LinkedHashMap<>();
        for (String list : catalogue.lists().stream().sorted().toList()) {
            List<Map<String, Object>> codes = new ArrayList<>();
            for (String code : catalogue.codes(list)) {
                Map<String, Object> entry = label(catalogue.label(list, code));
                if (list.equals(QUESTIONS)) {
                    catalogue.question(code).ifPresent(question -> entry.putAll(meaning(question)));
                }
                if (list.equals(SCALES)) {
                    entry.put("scores", scores(catalogue, Scale.valueOf(code)));
                }
                codes.add(entry);
            }
            lists.put(list, codes);
        }
        return lists;
    }

    private static Map<String, Object> label(Label label) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("code", label.code());
        members.put("en", label.en());
        members.put("zh", label.zh());
        return members;
    }

    private static Map<String, Object> meaning(Question question) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("scale", question.scale().name());
        members.put("satisfiedFrom", question.satisfiedFrom());
        return members;
    }

    private static List<Map<String, Object>> scores(Catalogue catalogue, Scale scale) {
        List<Map<String, Object>> scores = new ArrayList<>();
        for (int score = scale.lowest(); score <= scale.highest(); score++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("score", score);
            Label label = catalogue.score(scale, score);
            entry.put("en", label.en());
            entry.put("zh", label.zh());
            scores.add(entry);
        }
        return scores;
    }
}
