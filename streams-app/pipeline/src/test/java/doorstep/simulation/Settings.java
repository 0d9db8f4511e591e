// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import doorstep.catalogue.Catalogue;
import doorstep.engine.DueRules;
import doorstep.engine.EngineSettings;
import doorstep.engine.EngineSettings.CalendarRules;
import doorstep.engine.EngineSettings.EmitSettings;
import doorstep.engine.EngineSettings.InputSettings;
import doorstep.engine.EngineSettings.Measures;
import doorstep.event.Scale;
import doorstep.family.BreakdownRule;
import doorstep.family.Breakdowns;
import doorstep.history.Events;
import doorstep.model.ModelConfig;
import doorstep.settings.PublishedSettings;
import doorstep.tally.Breakdown;
import doorstep.tally.WindowKind;
import doorstep.tally.WorkingDays;
import doorstep.tally.ZoneTransitions;
import doorstep.window.AsOf;
import doorstep.wire.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Converts the model's configuration to the engine's. */
final class Settings {
    private static final Map<List<Map<?, ?>>, Catalogue> CATALOGUES = new HashMap<>();

    private Settings() {}

    /** @param preAggregationMaxCells number of cells from which a delta batch is sent early */
    static EngineSettings of(ModelConfig config, long preAggregationMaxCells) {
        return of(config, preAggregationMaxCells, ZoneTransitions.of(config.zone()));
    }

    /** @param zone instead of this JDK's rules */
    static EngineSettings of(ModelConfig config, long preAggregationMaxCells, ZoneTransitions zone) {
        return of(config, preAggregationMaxCells, zone, AsOf.clock(Duration.ZERO));
    }

    /** @param asOf instead of the clock's */
    static EngineSettings of(ModelConfig config, long preAggregationMaxCells, ZoneTransitions zone, AsOf asOf) {
        return new EngineSettings(
                TopicNames.DEFAULT,
                new InputSettings(config.partitions(), config.earliest().toEpochMilli()),
                asOf,
                new CalendarRules(zone, config.fiscalStart()),
                measures(config),
                preAggregationMaxCells,
                // no pause between rows with a breakdown: the clock is stopped
                new EmitSettings(Duration.ofSeconds(1), Duration.ofSeconds(10), Integer.MAX_VALUE),
                0,
                new TreeMap<>(Map.of("zone", config.zone().getId())),
                PublishedSettings.of(Map.of("zone", config.zone().getId())));
    }

    private static Measures measures(ModelConfig config) {
        return new Measures(
                CATALOGUES.computeIfAbsent(
                        List.of(config.questions(), config.dueRules().badBelow()), key -> catalogue(config)),
                windows(config.windows()),
                windows(config.breakdownWindows()),
                config.answersMin(),
                new Breakdowns(
                        rules(config, Events.VISITS),
                        rules(config, Events.FEEDBACK),
                        rules(config, Events.COMMITMENTS)),
                new DueRules(
                        config.dueRules().acknowledgeLimit(),
                        config.dueRules().callBackDays(),
                        new WorkingDays(
                                config.dueRules().weekend(),
                                config.dueRules().holidays(),
                                config.dueRules().extraDays())));
    }

    private static Set<WindowKind> windows(Set<String> names) {
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

    private static Catalogue catalogue(ModelConfig config) {
        Map<String, Integer> badBelow = config.dueRules().badBelow();
        StringBuilder yaml = new StringBuilder("scale:\n");
        for (Scale scale : Scale.values()) {
            yaml.append("  ").append(scale).append(": { en: a, zh: b");
            if (badBelow.containsKey(scale.name())) {
                yaml.append(", badBelow: ").append(badBelow.get(scale.name()));
            }
            yaml.append(" }\n");
        }
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
