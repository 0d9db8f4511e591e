// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The catalogue of a run: two of its questions open call-backs, and duties of two categories come back. The bundled
 * catalogue has neither.
 */
public final class CallBackCatalogue {
    private static final String TEXT = """
            category:
              CASE_PARTY: { en: Party to a case, zh: 案件当事人, every: 1d }
              LIFE_CHANGE: { en: Household after a major life change, zh: 遭遇重大变故的家庭, every: 7d }
            question:
              OVERALL: { en: Overall satisfaction, zh: 总体满意度, scale: GRADE_5, callBack: true }
              SAFETY: { en: "How safe do you feel?", zh: 问安, scale: YES_NO, callBack: true }
              RECOMMEND: { en: "Would you recommend us?", zh: 推荐意愿, scale: NPS_11 }
            """;

    private CallBackCatalogue() {}

    /**
     * Writes the catalogue into a directory, which is created if necessary.
     *
     * @return the value of the setting {@code catalogue}
     */
    public static String writeTo(Path dir) {
        Path file = dir.toAbsolutePath().resolve("catalogue.yaml");
        try {
            Files.createDirectories(dir);
            Files.writeString(file, TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file.toString();
    }
}
