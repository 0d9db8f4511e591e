package doorstep.catalogue;

/** A catalogue that cannot be used. The message is for the person who wrote it: file, key, what to do. */
public final class CatalogueException extends RuntimeException {
    CatalogueException(String message) {
        super(message);
    }
}
