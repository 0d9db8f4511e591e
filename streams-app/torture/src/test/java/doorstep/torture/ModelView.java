// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.catalogue.Catalogue;
import doorstep.config.AppConfig;
import doorstep.model.ModelConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** Converts a configuration to the brute-force model's. */
final class ModelView {
    private ModelView() {}

    /**
     * @param config with the default breakdowns
     * @param schemas what the registry holds, by id
     * @param unreadable ids of schemas that cannot be read as any topic's
     */
    static ModelConfig of(AppConfig config, Map<Integer, Schema> schemas, Set<Integer> unreadable) {
        return new ModelConfig(
                        config.zone(),
                        config.fiscalStart(),
                        config.eventsEarliest(),
                        (int) config.answersMin(),
                        Map.of(),
                        Set.of(),
                        questions(config.catalogue()),
                        config.partitions(),
                        schemas,
                        unreadable)
                .withEvery(every(config.catalogue()));
    }

    private static Map<String, Integer> every(Catalogue catalogue) {
        Map<String, Integer> every = new HashMap<>();
        catalogue.codes("category").forEach(code -> catalogue.every(code).ifPresent(days -> every.put(code, days)));
        return every;
    }

    private static Map<String, ModelConfig.Question> questions(Catalogue catalogue) {
        Map<String, ModelConfig.Question> questions = new HashMap<>();
        for (String code : catalogue.codes("question")) {
            catalogue
                    .question(code)
                    .ifPresent(question -> questions.put(
                            code,
                            new ModelConfig.Question(
                                    question.scale().name(),
                                    Optional.of(question.satisfiedFrom()),
                                    question.weights().map(ModelView::list).orElse(List.of()),
                                    question.callsBack())));
        }
        return questions;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
