package doorstep.model;

/** A number that a row may miss by 1 %. */
public record Approximately(long exact) {
    public boolean matches(Object number) {
        return number instanceof Long other && 100 * Math.abs(other - exact) <= exact;
    }
}
