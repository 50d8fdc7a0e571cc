// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The program octet-keyword-spotting: words in audio, and what it says about bad input.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "keyword_spotting/features.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "support/program.hpp"

namespace {

namespace fs = std::filesystem;

octet_test::outcome run(const std::string& arguments, const octet_test::scratch_dir& folder) {
  return octet_test::run_program("octet-keyword-spotting", arguments, folder);
}

void check_refused(const octet_test::outcome& result, const std::string& reason) {
  octet_test::check_refused(result, "octet-keyword-spotting", reason);
}

fs::path model_in(const fs::path& data) {
  return data / "goldens/mlcommons-tiny/kws_ref_model/model.tflite";
}

}  // namespace

TEST_CASE("every second of audio is a clip, the last one filled up with zeros") {
  using keyword_spotting::clip_features_of;
  constexpr octet::affine params{0.5F, 80};
  std::vector<std::int16_t> audio(40000);
  for (std::size_t i = 0; i < audio.size(); ++i) {
    audio[i] = static_cast<std::int16_t>(i * i % 1999 + i / 16000 * 3000);
  }
  const std::span<const std::int16_t> all(audio);
  const auto clips = clip_features_of(all, params);
  REQUIRE(clips.size() == 3);
  CHECK(clips[0] == clip_features_of(all.first(16000), params)[0]);
  CHECK(clips[1] == clip_features_of(all.subspan(16000, 16000), params)[0]);
  std::vector<std::int16_t> last(16000);
  std::ranges::copy(all.subspan(32000), last.begin());
  CHECK(clips[2] == clip_features_of(last, params)[0]);
  CHECK(clips[0] != clips[1]);
  CHECK(clip_features_of({}, params).empty());
  static_assert(keyword_spotting::clip_features == 490);
}

TEST_CASE("words in real audio") {
  const auto data = octet_test::data_dir();
  if (!data || !fs::exists(model_in(*data)) || !fs::exists(*data / "wav")) {
    OCTET_SKIP("no keyword model or no wav/ in the data folder");
  }
  const octet_test::scratch_dir folder("keywords");
  const auto word = [&](const std::string& name) {
    const auto result = run(
        model_in(*data).string() + " --wav " + (*data / "wav" / (name + "_1000ms.wav")).string(),
        folder);
    CHECK(result.code == 0);
    CHECK(result.err.empty());
    return result.out;
  };
  CHECK(word("yes").starts_with("0\tyes\t0.99"));
  CHECK(word("silence").starts_with("0\tsilence\t"));
  CHECK(word("noise").starts_with("0\tunknown\t"));
}

TEST_CASE("what the firmware compares with: samples, features and scores of every second") {
  const auto data = octet_test::data_dir();
  if (!data || !fs::exists(model_in(*data))) OCTET_SKIP("no keyword model in the data folder");
  const octet_test::scratch_dir folder("keywords");
  // A second and three samples.
  constexpr std::size_t samples = 16003;
  std::string wav("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\x7d\0\0\2\0\x10\0data", 40);
  for (std::size_t i = 0; i < 4; ++i) wav += static_cast<char>(2 * samples >> 8 * i & 0xff);
  std::vector<std::int16_t> audio(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    audio[i] = static_cast<std::int16_t>(i * i % 30011 - 9000);
    wav += static_cast<char>(audio[i] & 0xff);
    wav += static_cast<char>(audio[i] >> 8 & 0xff);
  }
  const fs::path file = folder.path() / "a.wav", output = folder.path() / "out";
  octet::convert::write_file(file, wav);
  const auto result = run(model_in(*data).string() + " --wav " + file.string() + " --wav " +
                              file.string() + " --output " + output.string(),
                          folder);
  CHECK(result.code == 0);
  CHECK(std::ranges::count(result.out, '\n') == 4);

  const auto written = octet::convert::read_file(output / "samples.bin");
  REQUIRE(written.size() == 4 * 32000);
  const std::string all(written.begin(), written.end());
  const std::string sound = wav.substr(44), silence(2 * (32000 - samples), '\0');
  CHECK(all == sound + silence + sound + silence);

  octet::convert::executor model(octet::convert::read_file(model_in(*data)));
  const octet::tensor_info in = model.model().tensor(model.model().inputs()[0]);
  const auto clips = keyword_spotting::clip_features_of(audio, {in.scale(), in.zero_point()});
  std::vector<std::uint8_t> wanted;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::vector<std::uint8_t> features(clips[i % 2].begin(), clips[i % 2].end());
    std::vector<std::uint8_t> scores(model.output_bytes());
    model.run_bytes(features, scores);
    wanted.insert(wanted.end(), features.begin(), features.end());
    wanted.insert(wanted.end(), scores.begin(), scores.end());
  }
  CHECK(octet::convert::read_file(output / "expected.bin") == wanted);
}

TEST_CASE("bad input: one line and code 2") {
  const octet_test::scratch_dir folder("keywords");
  const std::string model = (folder.path() / "model.tflite").string();
  octet::convert::write_file(model, std::string("none"));
  check_refused(run("", folder), "MODEL");
  check_refused(run(model, folder), "FEATURES or --wav is required");
  check_refused(run(model + " features.npy --wav a.wav", folder), "excludes");
  check_refused(run(model + " --wav a.wav --labels b.npy", folder), "excludes");
  check_refused(run(model + " features.npy --output b", folder), "requires");
  check_refused(run(model + " --wav a.wav", folder), "not a .tflite model");
  const auto data = octet_test::data_dir();
  if (!data || !fs::exists(model_in(*data))) OCTET_SKIP("no keyword model in the data folder");
  check_refused(run(model_in(*data).string() + " --wav " + model, folder), "is not a WAV file");
  check_refused(run(model_in(*data).string() + " --wav none.wav", folder), "cannot be opened");
}
