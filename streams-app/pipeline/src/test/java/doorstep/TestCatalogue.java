package doorstep;

import doorstep.catalogue.Catalogue;
import java.util.Optional;

/** Catalogues beside the bundled one, in which no question asks for call-backs. */
public final class TestCatalogue {
    private TestCatalogue() {}

    /** The bundled one, in which every question asks for call-backs. */
    public static Catalogue callingBack() {
        String bundled = Catalogue.load(Optional.empty()).text();
        return Catalogue.ofText(
                "the test's catalogue", bundled.replaceAll("(\"scale\":\"\\w+\")}", "$1,\"callBack\":true}"));
    }
}
