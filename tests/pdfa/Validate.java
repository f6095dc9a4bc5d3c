import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks PDF files against veraPDF's rules and prints one JSON object a line, for each file and flavour.
 *
 * <p>Usage: java -cp CLASSPATH Validate.java FLAVOUR,FLAVOUR FILE... (flavours by veraPDF's ids: 3a, ua1, …).
 * One process checks them all, because starting Java and reading the rules costs more than checking a file.
 */
final class Validate {
    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        String[] flavours = arguments[0].split(",");
        for (int i = 1; i < arguments.length; i++) {
            for (String flavour : flavours) {
                System.out.println(line(Path.of(arguments[i]), flavour));
            }
        }
    }

    /** A file that cannot be read is reported with its error, so that one broken file does not hide the others. */
    private static String line(Path file, String flavourId) {
        String start = "{\"file\": " + quoted(file.toString()) + ", \"flavour\": " + quoted(flavourId);
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(flavourId);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            return start + ", \"error\": " + quoted("veraPDF knows no flavour " + flavourId) + "}";
        }
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file.toFile(), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 3, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            return start + ", \"checks\": " + result.getTotalAssertions() + ", \"failures\": " + failures(result) + "}";
        } catch (Exception fault) {
            return start + ", \"error\": " + quoted(fault.toString()) + "}";
        }
    }

    private static String failures(ValidationResult result) {
        Map<String, Integer> counts = new TreeMap<>();
        result.getFailedChecks().forEach(
                (rule, count) -> counts.put(rule.getClause() + "-" + rule.getTestNumber(), count));
        Map<String, TestAssertion> first = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                first.putIfAbsent(
                        assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(), assertion);
            }
        }
        StringBuilder list = new StringBuilder("[");
        for (Map.Entry<String, Integer> rule : counts.entrySet()) {
            TestAssertion example = first.get(rule.getKey());
            list.append(list.length() > 1 ? ", " : "")
                    .append("{\"rule\": ").append(quoted(rule.getKey()))
                    .append(", \"times\": ").append(rule.getValue())
                    .append(", \"message\": ").append(quoted(example == null ? "" : example.getMessage()))
                    .append(", \"where\": ")
                    .append(quoted(example == null ? "" : example.getLocation().getContext()))
                    .append("}");
        }
        return list.append("]").toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : (text == null ? "" : text).toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
