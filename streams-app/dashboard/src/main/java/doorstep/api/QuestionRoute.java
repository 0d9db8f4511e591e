// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.Set;

/**
 * A question with its address. It is answered at {@code path} as JSON or, by {@code Accept}, as CSV, and at {@code
 * path.csv} as CSV; {@code openapi.yaml} describes it.
 *
 * @param path begins with {@code /api/v1/}
 * @param needs {@link Needs#TOKEN} or {@link Needs#ROOT}
 * @param parameters names of the query parameters; any other is refused
 */
public record QuestionRoute(String path, Needs needs, Set<String> parameters, Responder responder) {
    static final String CSV = ".csv";

    public QuestionRoute {
        if (!path.startsWith("/api/v1/") || path.endsWith(CSV)) {
            throw new IllegalArgumentException("not the path of a question: " + path);
        }
        if (needs != Needs.TOKEN && needs != Needs.ROOT) {
            throw new IllegalArgumentException(path + " would be open to everyone");
        }
        parameters = Set.copyOf(parameters);
    }
}
