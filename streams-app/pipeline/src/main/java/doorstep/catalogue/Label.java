package doorstep.catalogue;

/**
 * What people read for a code.
 *
 * @param en for English readers
 * @param zh for Chinese readers
 * @param listed false if the catalogue does not know the code; both texts are the code itself then
 */
public record Label(String code, String en, String zh, boolean listed) {
    static Label unlisted(String code) {
        return new Label(code, code, code, false);
    }
}
