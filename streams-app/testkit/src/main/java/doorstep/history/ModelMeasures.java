// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.catalogue.Catalogue;
import doorstep.event.Scale;
import doorstep.family.BreakdownRule;
import doorstep.family.Breakdowns;
import doorstep.model.ModelConfig;
import doorstep.tally.Breakdown;
import doorstep.tally.WindowKind;
import doorstep.tally.WorkingDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Converts the model's configuration to what is counted, as pipeline and readers have it. */
public final class ModelMeasures {
    private static final Map<List<Map<?, ?>>, Catalogue> CATALOGUES = new HashMap<>();

    private ModelMeasures() {}

    /** The same object for the same questions and categories. */
    public static synchronized Catalogue catalogue(ModelConfig config) {
        return CATALOGUES.computeIfAbsent(
                List.of(
                        config.questions(),
                        config.dueRules().badBelow(),
                        config.dueRules().every()),
                key -> read(config));
    }

    public static Breakdowns breakdowns(ModelConfig config) {
        return new Breakdowns(
                rules(config, Events.VISITS), rules(config, Events.FEEDBACK), rules(config, Events.COMMITMENTS));
    }

    public static WorkingDays workingDays(ModelConfig config) {
        return new WorkingDays(
                config.dueRules().weekend(),
                config.dueRules().holidays(),
                config.dueRules().extraDays());
    }

    public static Set<WindowKind> windows(Set<String> names) {
        return names.stream().map(WindowKind::valueOf).collect(Collectors.toSet());
    }

    private static Map<Breakdown, BreakdownRule> rules(ModelConfig config, String topic) {
        Map<Breakdown, BreakdownRule> rules = new EnumMap<>(Breakdown.class);
        config.lists().forEach((name, values) -> {
            if (name.startsWith(topic + "/")) {
                rules.put(breakdown(topic, name), new BreakdownRule(BreakdownRule.Kind.LISTED, values));
            }
        });
        for (String name : config.unbroken()) {
            if (name.startsWith(topic + "/")) {
                rules.put(breakdown(topic, name), new BreakdownRule(BreakdownRule.Kind.NONE, Set.of()));
            }
        }
        return rules;
    }

    private static Breakdown breakdown(String topic, String name) {
        return Breakdown.valueOf(name.substring(topic.length() + 1).toUpperCase(Locale.ROOT));
    }

    private static Catalogue read(ModelConfig config) {
        Map<String, Integer> badBelow = config.dueRules().badBelow();
        StringBuilder yaml = new StringBuilder("scale:\n");
        for (Scale scale : Scale.values()) {
            yaml.append("  ").append(scale).append(": { en: a, zh: b");
            if (badBelow.containsKey(scale.name())) {
                yaml.append(", badBelow: ").append(badBelow.get(scale.name()));
            }
            yaml.append(" }\n");
        }
        yaml.append("category:\n");
        config.dueRules().every().forEach((code, days) -> yaml.append("  ")
                .append(code)
                .append(": { en: a, zh: b, every: ")
                .append(days)
                .append("d }\n"));
        yaml.append("question:\n");
        config.questions().forEach((code, question) -> {
            yaml.append("  ").append(code).append(": { en: a, zh: b, scale: ").append(question.scale());
            question.satisfiedFrom()
                    .ifPresent(from -> yaml.append(", satisfiedFrom: ").append(from));
            if (badBelow.containsKey(code)) {
                yaml.append(", badBelow: ").append(badBelow.get(code));
            }
            if (question.callBack()) {
                yaml.append(", callBack: true");
            }
            if (!question.weights().isEmpty()) {
                yaml.append(", weights: ").append(question.weights());
            }
            yaml.append(" }\n");
        });
        try {
            Path file = Files.createTempFile("catalogue", ".yaml");
            try {
                Files.writeString(file, yaml);
                return Catalogue.load(Optional.of(file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
