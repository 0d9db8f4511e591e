// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import doorstep.engine.DueRules;
import doorstep.engine.EngineSettings;
import doorstep.engine.EngineSettings.CalendarRules;
import doorstep.engine.EngineSettings.EmitSettings;
import doorstep.engine.EngineSettings.InputSettings;
import doorstep.engine.EngineSettings.Measures;
import doorstep.history.ModelMeasures;
import doorstep.model.ModelConfig;
import doorstep.settings.PublishedSettings;
import doorstep.tally.ZoneTransitions;
import doorstep.window.AsOf;
import doorstep.wire.TopicNames;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Converts the model's configuration to the engine's. */
final class Settings {
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
                ModelMeasures.catalogue(config),
                ModelMeasures.windows(config.windows()),
                ModelMeasures.windows(config.breakdownWindows()),
                config.answersMin(),
                ModelMeasures.breakdowns(config),
                new DueRules(
                        config.dueRules().acknowledgeLimit(),
                        config.dueRules().callBackDays(),
                        ModelMeasures.workingDays(config)));
    }
}
