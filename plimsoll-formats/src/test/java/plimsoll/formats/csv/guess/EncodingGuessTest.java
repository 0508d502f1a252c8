package plimsoll.formats.csv.guess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.pipeline.parse.CsvOptions;

/** Text in many languages, written in its usual encodings. */
class EncodingGuessTest {
  private static final String CHINESE =
      "编号,姓名,城市,备注\n1,王小明,北京,订单已经发货，请注意查收\n2,李娜,上海,客户要求开发票\n3,张伟,深圳,商品有货\n";
  private static final String TRADITIONAL = "編號,姓名,城市,備註\n1,王小明,臺北,訂單已經出貨，請注意查收\n2,李娜,高雄,客戶要求開發票\n";
  private static final String JAPANESE =
      "番号,氏名,都市,備考\n1,山田太郎,東京,ご注文の品は発送しました。\n2,佐藤花子,大阪,領収書をお願いします\n";
  private static final String KATAKANA = "番号,名\n1,ﾔﾏﾀﾞ ﾀﾛｳ\n2,ｻﾄｳ ﾊﾅｺ\n3,スズキ\n";
  private static final String KOREAN =
      "번호,이름,도시,비고\n1,김철수,서울,주문하신 상품이 발송되었습니다\n2,이영희,부산,세금계산서를 요청합니다\n";
  private static final String GERMAN =
      "Nr,Name,Straße\n1,Jürgen Groß,Königsallee\n2,Änne Öhm,Gärtnerweg\n";
  private static final String FRENCH =
      "no,nom,ville\n1,Élodie Lefèvre,Orléans\n2,Benoît,Île-de-Ré\n";
  private static final String SPANISH = "id,nombre\n1,Íñigo Peña\n2,María Núñez\n3,¿Quién?\n";
  private static final String FINNISH = "nro,nimi\n1,Päivä Hämäläinen\n2,Yö ja työ\n3,Ääni\n";
  private static final String RUSSIAN = "номер,имя,город\n1,Иван Петров,Москва\n2,Анна,Тверь\n";

  @ParameterizedTest
  @CsvSource({
    "CHINESE, GBK, GBK",
    "CHINESE, GB18030, GBK",
    "JAPANESE, windows-31j, windows-31j",
    "JAPANESE, Shift_JIS, windows-31j",
    "KATAKANA, windows-31j, windows-31j",
    "JAPANESE, EUC-JP, EUC-JP",
    "KOREAN, EUC-KR, x-windows-949",
    "TRADITIONAL, Big5, Big5",
    "GERMAN, windows-1252, windows-1252",
    "GERMAN, ISO-8859-1, windows-1252",
    "FRENCH, windows-1252, windows-1252",
    "SPANISH, windows-1252, windows-1252",
    "FINNISH, windows-1252, windows-1252",
    "RUSSIAN, windows-1251, windows-1252",
    "RUSSIAN, KOI8-R, windows-1252",
    "CHINESE, UTF-8, UTF-8",
    "JAPANESE, UTF-8, UTF-8",
    "GERMAN, UTF-8, UTF-8",
  })
  void encodingIsFoundByWhatItReads(String text, String written, String guessed) {
    CsvGuess guess = guess(text(text), Charset.forName(written));
    assertThat(guess.encoding().name()).isEqualTo(guessed);
    boolean utf8 = guess.encoding().equals(StandardCharsets.UTF_8);
    assertThat(guess.confidence().encoding()).isBetween(0.5, utf8 ? 1 : 0.9);
    assertThat(guess.separator()).isEqualTo(",");
  }

  private static String text(String name) {
    return switch (name) {
      case "CHINESE" -> CHINESE;
      case "TRADITIONAL" -> TRADITIONAL;
      case "JAPANESE" -> JAPANESE;
      case "KATAKANA" -> KATAKANA;
      case "KOREAN" -> KOREAN;
      case "GERMAN" -> GERMAN;
      case "FRENCH" -> FRENCH;
      case "SPANISH" -> SPANISH;
      case "FINNISH" -> FINNISH;
      default -> RUSSIAN;
    };
  }

  private static CsvGuess guess(String text, Charset charset) {
    return guess(text.getBytes(charset));
  }

  private static CsvGuess guess(byte[] data) {
    return CsvGuess.of("f", data, true, CsvOptions.rfc4180(), Known.NOTHING);
  }

  /** A byte beyond ASCII and the letter behind it are a frequent character of Big5 or Shift-JIS. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          22°C\\n                                 ! 5
          °C,°C                                   ! 1
          SÃO PAULO\\n                            ! 30
          50 µg/L\\n                              ! 3
          Änderung, Ärger, Äpfel\\n               ! 1
          Änderung, Ärger, Äpfel\\n               ! 40
          McDonald’s\\n                           ! 20
          don’t, it’s, can’t, Levi’s\\n           ! 1
          20°|x\\n                                ! 9
          Stück,Größe,°C\\n3,Übergröße,22°C\\n    ! 9
          l’étang\\n                              ! 30
          HÄÄT,PÄÄSIÄINEN\\n                      ! 30
          SÃO PAULO,ÁREA,AÇÃO,°C\\n               ! 30
          """)
  void loneAccentsOfWesternTextAreNoCharactersOfEastAsia(String row, int times) {
    String text = ("id\n" + row.replace("\\n", "\n")).repeat(times);
    CsvGuess guess = guess(text, Charset.forName("windows-1252"));
    assertThat(guess.encoding().name()).isEqualTo("windows-1252");
    assertThat(guess.confidence().encoding()).isEqualTo(0.5);
  }

  /** Words of one character, many of which end in a letter of ASCII, as 男 and 女 do in Big5. */
  @ParameterizedTest
  @CsvSource({
    "'性別,姓名\n男,王小明\n女,李娜\n男,張偉\n', Big5",
    "'編號,性別,是否,姓名\n1,男,是,王小明\n2,女,否,李大娜\n', Big5",
    "'氏名,性別\n山田太郎,男\n佐藤花子,女\n', windows-31j",
    "'A社製ソース\nB表ー十\n', windows-31j",
  })
  void charactersThatStandAloneDoNotHideTheOthers(String text, String charset) {
    assertThat(guess(text, Charset.forName(charset)).encoding().name()).isEqualTo(charset);
  }

  @Test
  void threeBytesAndHalfWidthKatakanaAreCharactersOfEucJp() {
    String text = "番号,氏名\n1,ﾔﾏﾀﾞ ﾀﾛｳ\n2,丂山田太郎\n3,佐藤花子\n";
    CsvGuess guess = guess(text, Charset.forName("EUC-JP"));
    assertThat(guess.encoding().name()).isEqualTo("EUC-JP");
    assertThat(guess.confidence().encoding()).isGreaterThan(0.8);
  }

  @Test
  void wholeFileEndsInNoPieceOfACharacter() {
    Charset western = Charset.forName("windows-1252");
    assertThat(guess("1;José", western).encoding()).isEqualTo(western);
    byte[] cut = (CHINESE + "末").getBytes(Charset.forName("GBK"));
    Charset guessed = guess(Arrays.copyOf(cut, cut.length - 1)).encoding();
    assertThat(guessed.name()).doesNotStartWith("GB");
  }

  @Test
  void charactersBeyondGbkMakeItGb18030() {
    CsvGuess guess = guess(CHINESE + "4,𠮷田,东京,无\n", Charset.forName("GB18030"));
    assertThat(guess.encoding().name()).isEqualTo("GB18030");
    assertThat(guess.header()).containsExactly("编号", "姓名", "城市", "备注");
    assertThat(guess.notes()).containsExactly("The text is not UTF-8, perhaps GB18030.");
  }

  @Test
  void textThatMayBeEitherIsCalledSo() {
    CsvGuess guess = guess("id,v\n1,가나다\n", Charset.forName("EUC-KR"));
    assertThat(guess.confidence().encoding()).isEqualTo(0.5);
    assertThat(guess.notes())
        .singleElement()
        .asString()
        .matches("The text is not UTF-8, perhaps [-\\w]+ or [-\\w]+\\.");
  }

  @Test
  void oneCharacterIsTooLittleToTell() {
    CsvGuess guess = guess("id,v\n1,中\n", Charset.forName("GBK"));
    assertThat(guess.encoding().name()).isEqualTo("windows-1252");
    assertThat(guess.confidence().encoding()).isEqualTo(0.5);
  }

  @Test
  void moreTextMakesItSurer() {
    double few = guess("a\n中文\n", Charset.forName("GBK")).confidence().encoding();
    double many = guess(CHINESE, Charset.forName("GBK")).confidence().encoding();
    assertThat(few).isBetween(0.5, 0.7);
    assertThat(many).isBetween(0.8, 0.9);
  }

  @Test
  void sampleMayEndWithinACharacter() {
    byte[] data = CHINESE.repeat(3).getBytes(Charset.forName("GBK"));
    for (int cut : List.of(1, 2, 3, 4, 9, 10)) {
      byte[] sample = Arrays.copyOf(data, data.length - cut);
      CsvGuess guess = CsvGuess.of("f", sample, false, CsvOptions.rfc4180(), Known.NOTHING);
      assertThat(guess.encoding().name()).as("%d", cut).isEqualTo("GBK");
    }
  }
}
