// SPDX-License-Identifier: Apache-2.0
package doorstep.rights;

import doorstep.config.AppConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rights of all parts as a table, for {@code docker/README.md}. */
public final class RightsDoc {
    private RightsDoc() {}

    /** For the default {@code topics.prefix} and {@code application.id}. */
    public static String markdown() {
        StringBuilder text = new StringBuilder("| part | right | on | for |\n|---|---|---|---|\n");
        for (Part part : Part.values()) {
            Map<List<String>, List<String>> lines = new LinkedHashMap<>();
            for (Right right : part.rights(AppConfig.of(Map.of()))) {
                lines.computeIfAbsent(
                                List.of(right.operation().name(), right.typeText(), right.why()),
                                key -> new ArrayList<>())
                        .add("`" + right.nameText() + "`");
            }
            lines.forEach((line, names) -> text.append("| ")
                    .append(part)
                    .append(" | ")
                    .append(line.get(0))
                    .append(" | ")
                    .append(line.get(1))
                    .append(' ')
                    .append(String.join(", ", names))
                    .append(" | ")
                    .append(line.get(2))
                    .append(" |\n"));
        }
        text.append('\n');
        for (Part part : Part.values()) {
            text.append("- **").append(part).append("**: ").append(part.what()).append('\n');
        }
        return text.toString();
    }
}
