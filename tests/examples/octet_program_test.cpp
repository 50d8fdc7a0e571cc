// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The program octet: results, and what it says about bad input.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/mapping.hpp"
#include "octet/convert/npy.hpp"
#include "octet/convert/writer.hpp"
#include "support/embedded_model.hpp"
#include "support/program.hpp"
#include "support/tiny_model.hpp"
#include "support/trained_model.hpp"

namespace {

namespace fs = std::filesystem;
namespace convert = octet::convert;

/// A float model, an int8 model, samples and labels in a folder of their own.
class workbench {
 public:
  workbench() {
    convert::write_file(path("float.tflite"), convert::write_network(octet_test::tiny_model()));
    convert::write_file(path("int8.tflite"), std::span{octet_test::embedded_model});
    write_samples("x.npy", octet_test::tiny_samples(120));
    write_labels("y.npy", std::vector<std::uint8_t>(120, 1));
    convert::write_file(path("in.bin"), std::string(3 * 128, '\x05'));
  }

  fs::path path(const std::string& name) const { return folder_.path() / name; }

  octet_test::outcome octet(const std::string& arguments) const {
    // "@" stands for the folder.
    std::string text = arguments;
    for (std::size_t at = 0; (at = text.find('@', at)) != std::string::npos;) {
      text.replace(at, 1, folder_.path().string() + "/");
    }
    return octet_test::run_program("octet", text, folder_);
  }

  void refuses(const std::string& arguments, const std::string& reason) const {
    CAPTURE(arguments);
    octet_test::check_refused(octet(arguments), "octet", reason);
  }

  void write_samples(const std::string& name, const std::vector<std::vector<float>>& samples) {
    convert::npy_array a{.type = octet::tensor_type::float32,
                         .shape = {samples.size(), samples.empty() ? 128 : samples[0].size()},
                         .bytes = {}};
    for (const auto& s : samples) {
      const auto* raw = reinterpret_cast<const std::uint8_t*>(s.data());
      a.bytes.insert(a.bytes.end(), raw, raw + s.size() * sizeof(float));
    }
    convert::write_npy(path(name), a);
  }

  void write_labels(const std::string& name, std::vector<std::uint8_t> labels) {
    const std::size_t count = labels.size();
    convert::write_npy(path(name), {octet::tensor_type::uint8, {count}, std::move(labels)});
  }

 private:
  octet_test::scratch_dir folder_{"octet"};
};

/// What octet run makes of the samples: the share of those whose largest output is the second.
double share_of_class_1(const workbench& w, const std::string& model) {
  REQUIRE(w.octet("run @" + model + " --input @x.npy --output @shares.npy").code == 0);
  const convert::npy_array a = convert::read_npy(w.path("shares.npy"));
  double right = 0;
  for (std::size_t i = 0; i < a.samples(); ++i) {
    std::array<float, 3> v{};
    REQUIRE(a.bytes_per_sample() == sizeof v);
    std::memcpy(v.data(), a.sample(i).data(), sizeof v);
    right += v[1] > v[0] && v[1] >= v[2] ? 1 : 0;
  }
  return right / static_cast<double>(a.samples());
}

}  // namespace

TEST_CASE("octet explains itself") {
  const workbench w;
  const auto help = w.octet("--help");
  CHECK(help.code == 0);
  for (const char* command : {"run", "analyze", "bench", "convert", "generate", "identify",
                              "operators", "quantize", "validate"}) {
    CHECK(help.out.find(command) != std::string::npos);
    CHECK(w.octet(std::string(command) + " --help").code == 0);
  }
  CHECK(w.octet("--version").out.starts_with("octet "));
  w.refuses("", "subcommand");
  w.refuses("run", "MODEL");
  w.refuses("fly", "subcommand");
}

TEST_CASE("octet run: raw bytes and .npy give the same outputs") {
  const workbench w;
  CHECK(w.octet("run @int8.tflite --input @in.bin --output @out.bin").code == 0);
  const auto raw = octet_test::read_bytes(w.path("out.bin"));
  CHECK(raw.size() == 3 * 3);
  convert::write_npy(
      w.path("in.npy"),
      {octet::tensor_type::int8, {3, 8, 8, 2}, octet_test::read_bytes(w.path("in.bin"))});
  CHECK(w.octet("run @int8.tflite --input @in.npy --output @out.npy --reset").code == 0);
  const convert::npy_array out = convert::read_npy(w.path("out.npy"));
  CHECK(out.shape == std::vector<std::size_t>{3, 3});
  CHECK(out.type == octet::tensor_type::int8);
  CHECK(out.bytes == raw);
  CHECK(w.octet("run @int8.tflite --input @in.bin --output @threads.bin --threads 3").code == 0);
  CHECK(octet_test::read_bytes(w.path("threads.bin")) == raw);
  w.refuses("run @int8.tflite --input @in.bin --output @out.bin --threads 0", "--threads");
}

TEST_CASE("octet bench: each operator's time, its rate, and the scalar kernels beside it") {
  const workbench w;
  const auto table = w.octet("bench @int8.tflite --seconds 0.01");
  CHECK(table.code == 0);
  CHECK(table.out.find("CONV_2D") != std::string::npos);
  CHECK(table.out.find("GMAC/s") != std::string::npos);
  const auto json = w.octet(
      "bench @int8.tflite --input @in.bin --seconds 0.01 --target portable --threads 2 --json");
  CHECK(json.code == 0);
  const auto j = nlohmann::json::parse(json.out);
  CHECK(j["target"] == "portable");
  CHECK(j["threads"] == 2);
  CHECK(j["scalar_ns"] > 0);
  CHECK(j["operators"].size() == 10);
  std::uint64_t macc = 0;
  double sum = 0;
  for (const auto& op : j["operators"]) {
    const double work = op["macc"].get<double>(), ns = op["ns"].get<double>();
    if (ns > 0) CHECK(op["gmacs"].get<double>() == doctest::Approx(work / ns));
    sum += ns;
    macc += op["macc"].get<std::uint64_t>();
  }
  CHECK(sum > 0);
  CHECK(j["macc"] == macc);
  w.refuses("bench @int8.tflite --target avx1024", "no target avx1024");
  w.refuses("bench @int8.tflite --input @y.npy", "the model's input is int8");
  convert::write_file(w.path("short.bin"), std::string(5, 'x'));
  w.refuses("bench @int8.tflite --input @short.bin", "5 bytes");
}

TEST_CASE("octet operators lists what runs, and counts the models that use it") {
  const workbench w;
  const auto table = w.octet("operators");
  CHECK(table.code == 0);
  CHECK(table.out.starts_with("| operator | int8 |"));
  CHECK(table.out.find("\n| CONV_2D | yes |") != std::string::npos);
  fs::create_directory(w.path("models"));
  fs::copy_file(w.path("int8.tflite"), w.path("models/a.tflite"));
  CHECK(w.octet("operators --models @models").out.find("\n| CONV_2D | 1 |") != std::string::npos);
  const auto json = nlohmann::json::parse(w.octet("operators --models @models --json").out);
  CHECK(json["models"] == 1);
  CHECK(json["kernels"].size() > 200);
  CHECK(json["kernels"][0]["operator"] == "ABS");
  w.refuses("operators --models @none", "none: cannot be read (No such file or directory)");
  fs::create_directory(w.path("empty"));
  w.refuses("operators --models @empty", "holds no .tflite file");
}

TEST_CASE("octet identify: 0 where the outputs are reproduced, 1 where not, 2 for bad input") {
  const workbench w;
  w.octet("run @int8.tflite --input @in.bin --output @out.bin");
  const auto found = w.octet("identify @int8.tflite --input @in.bin --expected @out.bin");
  CHECK(found.code == 0);
  CHECK(found.err.empty());
  CHECK(found.out.find("reproduced: 0 of 9 output bytes differ, 3 samples") != std::string::npos);
  const auto json = nlohmann::json::parse(
      w.octet("identify @int8.tflite --input @in.bin --expected @out.bin --json").out);
  CHECK(json["reproduced"] == true);
  CHECK(json["samples"] == 3);
  CHECK(json["operators"].size() == 10);
  CHECK(json["operators"][0]["contract"].is_null());  // PAD
  CHECK(json["operators"][1]["contract"] == "A");
  CHECK(json["operators"][1]["fitting"][0] == "A");

  auto bytes = octet_test::read_bytes(w.path("out.bin"));
  bytes[4] ^= 0x80;
  convert::write_file(w.path("wrong.bin"), bytes);
  const auto wrong = w.octet("identify @int8.tflite --input @in.bin --expected @wrong.bin");
  CHECK(wrong.code == 1);
  CHECK(wrong.err.empty());
  CHECK(wrong.out.find("not reproduced: 1 of 9 output bytes differ") != std::string::npos);

  w.refuses("identify @int8.tflite --input @in.bin --expected @in.bin", "samples give 9");
  w.refuses("identify @int8.tflite --input @out.bin --expected @out.bin", "samples of 128");
  w.refuses("identify @in.bin --input @in.bin --expected @out.bin", "not a .tflite model");
  w.refuses("identify @int8.tflite --input @in.bin", "--expected");
}

TEST_CASE("octet run refuses bad input and writes nothing") {
  const workbench w;
  w.refuses("run @none.tflite --input @in.bin --output @o", "none.tflite: cannot be opened");
  w.refuses("run @in.bin --input @in.bin --output @o", "not a .tflite model");
  convert::write_file(w.path("odd.bin"), std::string(127, 'x'));
  w.refuses("run @int8.tflite --input @odd.bin --output @o",
            "127 bytes are not one or more inputs");
  convert::write_file(w.path("empty.bin"), std::string());
  w.refuses("run @int8.tflite --input @empty.bin --output @o", "0 bytes");
  w.refuses("run @int8.tflite --input @x.npy --output @o", "float32");
  convert::write_npy(w.path("wide.npy"),
                     {octet::tensor_type::int8, {1, 100}, std::vector<std::uint8_t>(100)});
  w.refuses("run @int8.tflite --input @wide.npy --output @o", "100 elements");
  convert::write_npy(w.path("flat.npy"), {octet::tensor_type::int8, {3, 0}, {}});
  w.refuses("run @int8.tflite --input @flat.npy --output @o", "flat.npy: 0 bytes");
  w.refuses("bench @int8.tflite --input @flat.npy", "flat.npy: 0 bytes");
  w.refuses("identify @int8.tflite --input @flat.npy --expected @flat.npy", "0 bytes");
  CHECK_FALSE(fs::exists(w.path("o")));
  w.refuses("run @int8.tflite --input @in.bin --output @none/o", "cannot be written");
  // Where the writer puts the version, 3.
  auto file = std::vector<std::uint8_t>(octet_test::embedded_model.begin(),
                                        octet_test::embedded_model.end());
  file[40] = 9;
  convert::write_file(w.path("version.tflite"), file);
  w.refuses("run @version.tflite --input @in.bin --output @o", "schema version");
  file.resize(2000);
  file[40] = 3;
  convert::write_file(w.path("short.tflite"), file);
  w.refuses("run @short.tflite --input @in.bin --output @o", "points outside the file");
}

TEST_CASE("octet analyze names what the model costs") {
  const workbench w;
  const auto j = nlohmann::json::parse(w.octet("analyze @int8.tflite --json").out);
  CHECK(j["operators"].size() == 10);
  CHECK(j["operators"][1]["type"] == "CONV_2D");
  CHECK(j["operators"][1]["macc"] == 8 * 8 * 4 * 3 * 3 * 2);
  CHECK(j["operators"][1]["weights_bytes"] == 4 * 3 * 3 * 2 + 4 * 4);
  std::uint64_t macc = 0, weights = 0;
  for (const auto& op : j["operators"]) {
    macc += op["macc"].get<std::uint64_t>();
    weights += op["weights_bytes"].get<std::uint64_t>();
  }
  CHECK(j["macc"] == macc);
  CHECK(j["weights_bytes"] == weights);
  CHECK(j["params"].get<std::uint64_t>() < weights);
  CHECK(j["arena_bytes"].get<std::uint64_t>() > 456);
  CHECK(j["arena_bytes_simd"].get<std::uint64_t>() > j["arena_bytes"].get<std::uint64_t>());
  CHECK(j["inputs"][0]["shape"] == nlohmann::json::array({1, 8, 8, 2}));
  CHECK(j["inputs"][0]["type"] == "int8");
  CHECK(j["outputs"][0]["scale"] == 1.0 / 256);
  CHECK(j["outputs"][0]["zero_point"] == -128);
  const auto text = w.octet("analyze @int8.tflite").out;
  for (const char* word : {"CONV_2D", "ai_i8, scale=", "macc", "params #", "weights (ro)",
                           "activations (rw)", "ram (total)"}) {
    CHECK(text.find(word) != std::string::npos);
  }
  w.refuses("analyze @x.npy", "not a .tflite model");
}

TEST_CASE("octet says which file is no model, whatever the command") {
  const workbench w;
  convert::write_file(w.path("none.tflite"), std::string());
  const std::string why = "none.tflite: the bytes are not a .tflite model";
  w.refuses("analyze @none.tflite", why);
  w.refuses("bench @none.tflite", why);
  w.refuses("convert @none.tflite --record @none.tflite -o @q", why);
  w.refuses("generate @none.tflite -o @out", why);
  w.refuses("identify @none.tflite --input @in.bin --expected @in.bin", why);
  w.refuses("quantize @none.tflite --data @x.npy -o @q", why);
  w.refuses("run @none.tflite --input @in.bin --output @q", why);
  w.refuses("validate @none.tflite @int8.tflite --data @x.npy", why);
  w.refuses("validate @float.tflite @none.tflite --data @x.npy", why);
}

TEST_CASE("octet shows names of a hostile file in one line, without what moves the cursor") {
  const workbench w;
  convert::network net = octet_test::tiny_model();
  for (convert::tensor& t : net.tensors) t.name += "\n\x1b[31m";
  const auto write = [&] {
    convert::write_file(w.path("float.tflite"), convert::write_network(net));
  };
  write();
  w.refuses("quantize @float.tflite -o @q.tflite", "??[31m\" first)");
  w.refuses("quantize @float.tflite --data @x.npy -o @q.tflite --skip 'a\nb'", "a?b");
  for (const char* command : {"analyze @float.tflite", "quantize @float.tflite --data @x.npy -o @q",
                              "validate @float.tflite @float.tflite --data @x.npy"}) {
    CAPTURE(command);
    const auto shown = w.octet(command);
    CHECK(shown.code == 0);
    CHECK(shown.out.find("[31m") != std::string::npos);
    CHECK(shown.out.find('\x1b') == std::string::npos);
  }
  for (convert::tensor& t : net.tensors) {
    if (t.is_constant() && t.type == octet::tensor_type::float32)
      std::fill(t.data.begin(), t.data.end(), std::uint8_t{0xff});
  }
  write();
  w.refuses("quantize @float.tflite --data @x.npy -o @q.tflite", "NaN or infinite");
}

TEST_CASE("octet fails where its standard output is lost") {
  if (!fs::exists("/dev/full")) OCTET_SKIP("no /dev/full");
  const workbench w;
  const octet_test::scratch_dir folder("full");
  for (const std::string arguments : {"operators", "operators --json", "--help", "--version"}) {
    CAPTURE(arguments);
    const std::string err = (folder.path() / "err").string();
    const std::string command = "'" + (octet_test::bin_dir() / "octet").string() + "' " +
                                arguments + " > /dev/full 2> " + err;
    CHECK(std::system(command.c_str()) == 2 * 256);
    CHECK(octet_test::text_of(err) == "octet: standard output cannot be written\n");
  }
}

TEST_CASE("octet quantize writes a model that octet validate finds close") {
  const workbench w;
  const auto q = w.octet("quantize @float.tflite --data @x.npy -o @q.tflite");
  CHECK(q.code == 0);
  CHECK(q.out.find("SQNR") != std::string::npos);
  const auto weights = [&](const std::string& name) {
    return nlohmann::json::parse(w.octet("analyze " + name + " --json").out)["weights_bytes"]
        .get<int>();
  };
  CHECK(weights("@q.tflite") < weights("@float.tflite") / 2);
  const auto j = nlohmann::json::parse(
      w.octet("validate @float.tflite @q.tflite --data @x.npy --labels @y.npy --json").out);
  CHECK(j["samples"] == 120);
  CHECK(j["agreement"].get<double>() > 0.9);
  CHECK(j["cosine"].get<double>() > 0.99);
  CHECK(j["accuracy_float"].get<double>() == doctest::Approx(share_of_class_1(w, "float.tflite")));
  CHECK(j["rmse"].get<double>() < 0.05);
  // Against itself nothing is lost.
  const auto same = nlohmann::json::parse(
      w.octet("validate @float.tflite @float.tflite --data @x.npy --json").out);
  CHECK(same["rmse"] == 0);
  CHECK(same["agreement"] == 1.0);
  CHECK_FALSE(same.contains("accuracy_float"));
}

TEST_CASE("octet validate tells of every layer, and writes a page") {
  const workbench w;
  const std::string models = "validate @float.tflite @int8.tflite --data @x.npy";
  const auto j = nlohmann::json::parse(w.octet(models + " --json").out);
  REQUIRE(j["layers"].size() == 10);
  CHECK(j["layers"][1]["operator"] == 1);
  CHECK(j["layers"][1]["type"] == "CONV_2D");
  CHECK(j["layers"][1]["output"] == "CONV_2D_1");
  CHECK(j["layers"][1]["isolated"]["sqnr_db"].get<double>() > 20);
  CHECK(j["layers"][9]["sqnr_db"].get<double>() == j["sqnr_db"].get<double>());
  CHECK(j["layers"][9]["saturation"].get<double>() < 0.5);
  CHECK(w.octet(models).out.find("\n1  CONV_2D            CONV_2D_1 ") != std::string::npos);

  const auto page = w.octet(models + " --labels @y.npy --classes a,b,c --report @page.html --json");
  CHECK(page.code == 0);
  CHECK(nlohmann::json::parse(page.out)["samples"] == 120);
  const std::string text = octet_test::text_of(w.path("page.html"));
  CHECK(text.starts_with("<!DOCTYPE html>"));
  CHECK(text.find("float.tflite") != std::string::npos);
  CHECK(text.find("Confusion matrix") != std::string::npos);
  CHECK(text.find(w.path("").string()) == std::string::npos);  // the folder is nobody's business
  CHECK_FALSE(fs::exists(w.path("page.html.part")));
  w.refuses(models + " --report @none/page.html", "cannot be written");
  w.refuses(models + " --classes a,b,c", "--classes");
}

TEST_CASE("octet validate takes a mapping, of these models only") {
  const workbench w;
  const std::string models = "validate @float.tflite @int8.tflite --data @x.npy --json --mapping ";
  const convert::network real =
      convert::read_network(octet_test::read_bytes(w.path("float.tflite")));
  const convert::network integer = convert::read_network(octet_test::embedded_model);
  convert::mapping m = convert::map_nodes(real, real);
  for (std::size_t i = 0; i < m.entries.size(); ++i) {
    if (i != 4) m.entries[i].outputs.clear();
  }
  m.entries[4].outputs[0].quantized = integer.nodes[4].outputs[0];
  convert::write_file(w.path("m.json"), convert::to_text(m));
  const auto j = nlohmann::json::parse(w.octet(models + "@m.json").out);
  REQUIRE(j["layers"].size() == 1);
  CHECK(j["layers"][0]["output"] == "CONV_2D_4");
  m.entries.pop_back();
  convert::write_file(w.path("m.json"), convert::to_text(m));
  w.refuses(models + "@m.json", "the mapping is of other models");
  w.refuses(models + "@x.npy", "no mapping of a model");
  w.refuses(models + "@none.json", "cannot be opened");
}

TEST_CASE("octet quantize takes every observer, and says whose range a tensor has") {
  const workbench w;
  for (const std::string name :
       {"min_max", "moving_average", "percentile", "histogram_l2", "mse", "entropy", "trim"}) {
    CAPTURE(name);
    const auto q = w.octet("quantize @float.tflite --data @x.npy -o @q.tflite --observer " + name);
    CHECK(q.code == 0);
    CHECK(q.out.find("  " + name + "  ") != std::string::npos);
  }
  const auto q = w.octet("quantize @float.tflite --data @x.npy -o @q.tflite --observer auto");
  CHECK(q.code == 0);
  CHECK(q.out.find("  observer  ") != std::string::npos);
  CHECK(q.out.find("auto") == std::string::npos);  // the names of those that were chosen
  const auto j = nlohmann::json::parse(
      w.octet("validate @float.tflite @q.tflite --data @x.npy --labels @y.npy --json").out);
  CHECK(j["cosine"].get<double>() > 0.99);
}

TEST_CASE("octet quantize and validate refuse bad data") {
  workbench w;
  auto samples = octet_test::tiny_samples(3);
  samples[1][5] = std::numeric_limits<float>::quiet_NaN();
  w.write_samples("nan.npy", samples);
  const std::string why = "nan.npy: sample 1 has a value that is NaN or infinite";
  w.refuses("quantize @float.tflite --data @nan.npy -o @q.tflite", why);
  w.refuses("validate @float.tflite @int8.tflite --data @nan.npy", why);
  w.write_samples("none.npy", {});
  w.refuses("quantize @float.tflite --data @none.npy -o @q.tflite", "holds no sample");
  w.write_samples("wide.npy", octet_test::tiny_samples(3, 100));
  w.refuses("quantize @float.tflite --data @wide.npy -o @q.tflite",
            "a sample has 100 values, the model takes 128");
  w.refuses("quantize @float.tflite --data @y.npy -o @q.tflite", "uint8");
  w.refuses("quantize @int8.tflite --data @x.npy -o @q.tflite", "only float32 models");
  CHECK_FALSE(fs::exists(w.path("q.tflite")));
  w.refuses("quantize @float.tflite --data @x.npy -o @q.tflite --observer guess", "observer");
  w.write_labels("short.npy", {1, 2});
  w.refuses("validate @float.tflite @float.tflite --data @x.npy --labels @short.npy",
            "2 labels for 120 samples");
  w.write_labels("high.npy", std::vector<std::uint8_t>(120, 9));
  w.refuses("validate @float.tflite @float.tflite --data @x.npy --labels @high.npy", "label 9");
  w.refuses("quantize @float.tflite --data @x.npy -o @q.tflite --samples 0", "1000000000");
}

TEST_CASE("octet quantize --save-files: each file leads to the same bytes again") {
  const workbench w;
  const std::string data = " --data @x.npy";
  const std::string options = " --scheme ua/ua --input-type int8 --skip SOFTMAX --samples 110";
  const auto q = w.octet("quantize @float.tflite" + data + " -o @q.tflite --save-files" + options);
  REQUIRE(q.code == 0);
  const auto same = [&](const std::string& name) {
    return octet_test::read_bytes(w.path(name)) == octet_test::read_bytes(w.path("q.tflite"));
  };
  CHECK(w.octet("convert @float.tflite --record @q.record.txt -o @a.tflite").code == 0);
  CHECK(same("a.tflite"));
  CHECK(w.octet("quantize @float.tflite --config @q.config.json -o @b.tflite" + data).code == 0);
  CHECK(same("b.tflite"));
  const auto j = nlohmann::json::parse(
      w.octet("validate @float.tflite @q.tflite --mapping @q.mapping.json --json" + data).out);
  CHECK(j["layers"].size() == 9);  // but for the padding, which is in the convolution now
  const std::string log = octet_test::text_of(w.path("q.log"));
  CHECK(log.find("PAD \"PAD_0\" folded into CONV_2D \"CONV_2D_1\"\n") != std::string::npos);
  CHECK(log.find("10 operators became 9, quantized 11\n") != std::string::npos);
  CHECK(log.find("(mse), scale ") != std::string::npos);

  // An option beside the config changes it; what is not folded stays.
  w.octet("quantize @float.tflite --config @q.config.json --mode full-fallback --no-folding " +
          ("-o @c.tflite --save-files" + data));
  CHECK(octet_test::text_of(w.path("c.config.json")).find("\"full-fallback\"") !=
        std::string::npos);
  CHECK(octet_test::text_of(w.path("c.log")).find("10 operators became 10") != std::string::npos);
}

TEST_CASE("octet quantize, convert and validate find out ahead that a file cannot be written") {
  workbench w;
  auto samples = octet_test::tiny_samples(3);
  samples[0][0] = std::numeric_limits<float>::quiet_NaN();
  w.write_samples("nan.npy", samples);  // what would be told if they were run
  const std::string quantize = "quantize @float.tflite --data @nan.npy -o ";
  const std::string unwritable = "cannot be written (";
  w.refuses(quantize + "@none/q.tflite", "none/q.tflite: " + unwritable);
  w.refuses(quantize + "@m.log --save-files",
            "m.log: --save-files would overwrite the model with its m.log");
  fs::create_symlink(w.path("x.npy"), w.path("x.log"));
  w.refuses(quantize + "@x.npy --save-files",
            "x.npy: --save-files would overwrite the model with its x.log");
  fs::create_directory(w.path("q.config.json"));
  w.refuses(quantize + "@q.tflite --save-files", "q.config.json: " + unwritable);
  w.refuses("validate @float.tflite @int8.tflite --data @nan.npy --report @none/p.html",
            "p.html: " + unwritable);
  REQUIRE(w.octet("quantize @float.tflite --data @x.npy -o @a.tflite --save-files").code == 0);
  w.refuses("convert @float.tflite --record @a.record.txt -o @q.tflite --save-files",
            "q.config.json: " + unwritable);
  for (const char* name : {"q.tflite", "q.record.txt", "q.mapping.json", "q.log", "m.log"})
    CHECK_FALSE(fs::exists(w.path(name)));
}

TEST_CASE("octet convert and --config refuse what does not fit, and write nothing") {
  const workbench w;
  w.octet("quantize @float.tflite --data @x.npy -o @q.tflite --save-files");
  const std::string record = octet_test::text_of(w.path("q.record.txt"));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = record;
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    convert::write_file(w.path("r.txt"), text.replace(at, from.size(), to));
    return "convert @float.tflite --record @r.txt -o @out.tflite";
  };
  w.refuses(with("key: \"CONV_2D_4\"", "key: \"CONV_2D_5\""),
            "the record is of another model: the model has no \"CONV_2D_5\" (nearest to the "
            "first: \"CONV_2D_4\")");
  w.refuses(with("scale_d: ", "scale_d: nan # "), "a scale is a positive number");
  w.refuses(with("record {", "record"), "r.txt:");
  w.refuses(with("full", "fast"), "r.txt: config: \"mode\": is \"fast\"");
  w.refuses("convert @float.tflite --record @none.txt -o @out.tflite", "cannot be opened");
  w.refuses("convert @int8.tflite --record @q.record.txt -o @out.tflite",
            "q.record.txt does not fit the model: the model has no layer");
  const auto config = [&](const std::string& text) {
    convert::write_file(w.path("c.json"), text);
    return "quantize @float.tflite --data @x.npy --config @c.json -o @out.tflite";
  };
  w.refuses(config("{\"CONV_2D_3\": {}}"), "the nearest name is \"CONV_2D_1\"");
  w.refuses(config("{\"mod\": 1}"), "c.json: \"mod\" is not a key; the nearest is \"mode\"");
  w.refuses(config("{\"skip_fusion_layers\": [\"x\"]}"), "the model has no layer \"x\"");
  w.refuses(config("{"), "c.json: parse error");
  w.refuses("quantize @float.tflite -o @out.tflite", "--data is needed: the ranges of 9");
  CHECK_FALSE(fs::exists(w.path("out.tflite")));
}

TEST_CASE("octet quantize of a trained model needs no samples, and of a half trained one it does") {
  const workbench w;
  octet_test::trained_chain c({1, 128});
  c.fake_quant(-1.0F, 1.0F);
  c.fully_connected(4, octet::activation::none);
  c.fake_quant_weights(-0.5F, 0.5F);
  convert::write_file(w.path("half.tflite"), convert::write_network(c.finish()));
  c.fake_quant(-4.0F, 4.0F);
  convert::write_file(w.path("whole.tflite"), convert::write_network(c.finish()));
  const auto q = w.octet("quantize @whole.tflite -o @q.tflite --save-files");
  CHECK(q.code == 0);
  CHECK(q.out.starts_with("trained for codes: 3 ranges come from the model, 0 from samples\n"));
  const convert::network made = convert::read_network(octet_test::read_bytes(w.path("q.tflite")));
  CHECK(made.nodes.size() == 1);
  CHECK(made.at(made.outputs[0]).quantization.scales[0] == 8.0F / 255);
  CHECK(w.octet("convert @whole.tflite --record @q.record.txt -o @again.tflite").code == 0);
  CHECK(octet_test::read_bytes(w.path("again.tflite")) ==
        octet_test::read_bytes(w.path("q.tflite")));
  w.refuses("quantize @half.tflite -o @q.tflite", "--data is needed: the ranges of 1");
  const auto half = w.octet("quantize @half.tflite --data @x.npy -o @q.tflite");
  CHECK(half.out.starts_with("trained for codes: 2 ranges come from the model, 1 from samples\n"));
}
