// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a question.
 *
 * @param figures members of the JSON object, also whether a rebuild is under way: what the {@code ETag} stands for,
 *     together with the rows. Strings, numbers, booleans, lists and maps, or null
 * @param rows what CSV has; empty: there is no CSV
 */
public record Reply(Standing standing, Map<String, ?> figures, Optional<Rows> rows) {
    public Reply {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
}
