package doorstep;

import doorstep.catalogue.Catalogue;
import java.util.Optional;

/** Catalogues other than the bundled one, in which no question opens call-backs. */
public final class TestCatalogue {
    private TestCatalogue() {}

    /** The bundled catalogue with call-backs for every question. */
    public static Catalogue callingBack() {
        String bundled = Catalogue.load(Optional.empty()).text();
        return Catalogue.ofText(
                "the test's catalogue", bundled.replaceAll("(\"scale\":\"\\w+\")}", "$1,\"callBack\":true}"));
    }
}
