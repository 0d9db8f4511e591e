// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.List;
import java.util.function.Supplier;

/**
 * What the server serves.
 *
 * @param health whether the process works at all
 * @param ready whether its rows are caught up
 * @param metrics in Prometheus' text format
 * @param changes fed by whoever reads the rows; of one server only
 * @param files for everyone
 */
public record ApiContent(
        List<QuestionRoute> questions,
        Supplier<Probe> health,
        Supplier<Probe> ready,
        Supplier<String> metrics,
        ChangeHub changes,
        List<StaticFile> files) {
    public ApiContent {
        questions = List.copyOf(questions);
        files = List.copyOf(files);
    }
}
