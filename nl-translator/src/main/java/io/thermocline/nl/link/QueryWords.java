package io.thermocline.nl.link;

import java.util.Locale;
import java.util.Set;

/// Words with which English asks, counts, compares and dates: they say what to do with the data and
/// are not looked for in it as a part of a value or as a misspelt one.
public final class QueryWords {
  private static final Set<String> WORDS =
      Set.of(
          """
          a about above according across after again against ago all along already also although always am among amount an and
          annual annually another any anything are around as ascending ask at available average avg away based be because been before behind being
          below beneath beside besides best better between beyond big bigger biggest both bottom but by calculate call can
          common compare compared contain containing contains could count counted current currently daily data date day days descending
          describe detail details did difference different display distinct distribution do does doing done down during each earlier earliest
          early either else end ending enough equal equals even ever every exactly except exist exists far few fewer fewest find first five following for
          four from full further get give given go going greater greatest group grouped had half happen has have having he her here high higher
          highest him his hour hourly how however i if in include included including information into is it item its itself just keep
          kind kinds know large larger largest last late later latest least less lesser let like list little long longer longest look low
          lower lowest made main make many match max maximum may me mean median mention might min minimum minute missing month monthly
          months more most much must my name named names near need never new newest next no nobody none nor not nothing now null number
          numbers occur of off often old older oldest on once one ones only onto or order ordered other others our out over overall own
          part past people per percent percentage please possible present previous print provide quarter quarterly quarters query question rank ranked ranking
          rather ratio recent recently record records related report respective respectively result results return rough row rows same second see
          select several share she short shorter shortest should show since single six small smaller smallest so some sort sorted split start starting
          still such sum table tell ten than that the their them then there these they thing things third this those though three through
          throughout time times to today together too top total totals toward trend twice two type types under unique until up upon us use used
          using value values various versus very via vs want was way we week weekly weeks well were what whatever when where whether which
          while who whole whom whose why will with within without worst would year yearly years yes yesterday yet you your zero
          """
              .strip()
              .split("\\s+"));

  private QueryWords() {}

  /// Whether a word, or its singular, is one of them.
  public static boolean contains(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return WORDS.contains(lower) || WORDS.contains(Words.stem(lower));
  }
}
