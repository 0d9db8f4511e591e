package doorstep.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The catalogue of a run, two questions of which ask for call-backs. In the bundled one none does. */
public final class CallBackCatalogue {
    private static final String TEXT = """
            question:
              OVERALL: { en: Overall satisfaction, zh: 总体满意度, scale: GRADE_5, callBack: true }
              SAFETY: { en: "How safe do you feel?", zh: 问安, scale: YES_NO, callBack: true }
              RECOMMEND: { en: "Would you recommend us?", zh: 推荐意愿, scale: NPS_11 }
            """;

    private CallBackCatalogue() {}

    /**
     * Writes it into a directory, which is made if need be.
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
