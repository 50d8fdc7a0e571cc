// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every golden model that loads gives its reference's outputs: codes bit for bit, floats to 1e-5.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "octet/convert/npy.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/model/ops/all.hpp"
#include "support/data.hpp"

namespace {

namespace fs = std::filesystem;
using byte_vector = std::vector<std::uint8_t>;
using all_ops = octet::interpreter<std::remove_cv_t<decltype(octet::ops::all)>, octet::scalar>;

/// A model, loaded into an arena of exactly the size it asks for.
struct loaded_model {
  byte_vector file;
  byte_vector arena;
  octet::result<all_ops> model = octet::errc::not_a_model;

  explicit loaded_model(const fs::path& path) : file(octet_test::read_bytes(path)) {
    const auto need = octet::arena_size(octet::ops::all, file);
    if (!need) {
      model = need.error();
      return;
    }
    arena.resize(static_cast<std::size_t>(need->total()));
    model = octet::load(octet::ops::all, file, arena);
  }
};

std::string sentence(const octet::error& e) {
  std::string text{octet::message(e.code)};
  if (e.op_index >= 0) {
    text += " (operator " + std::to_string(e.op_index) + ", " +
            std::string(octet::name_of(static_cast<octet::builtin>(e.op_code))) + ")";
  }
  return text;
}

/// FNV-1a, 32 bit.
std::uint32_t checksum(const std::uint8_t* bytes, std::size_t count) {
  std::uint32_t hash = 2166136261u;
  for (std::size_t i = 0; i < count; ++i) hash = (hash ^ bytes[i]) * 16777619u;
  return hash;
}

/// A line of layers0.txt: what an operator computes from the first input.
struct layer {
  std::string name;
  int tensor = -1;
  std::uint32_t checksum = 0;
};

std::multimap<int, layer> read_layers(const fs::path& path) {
  std::multimap<int, layer> layers;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    int op = 0, tensor = 0;
    unsigned hash = 0;
    std::array<char, 64> name{};
    const std::size_t at = line.find("fnv1a=");
    if (at == std::string::npos ||
        std::sscanf(line.c_str(), "%d %63s t%d", &op, name.data(), &tensor) != 3 ||
        std::sscanf(line.c_str() + at, "fnv1a=%x", &hash) != 1)
      continue;
    layers.emplace(op, layer{name.data(), tensor, hash});
  }
  return layers;
}

/// Runs once; names the first operator whose codes differ from the layers, or nothing.
std::string run(const all_ops& m, const std::multimap<int, layer>& layers) {
  std::string first;
  const octet::errc code = m.run([&](std::int32_t op) {
    const auto [begin, end] = layers.equal_range(op);
    for (auto line = begin; line != end && first.empty(); ++line) {
      const octet::tensor_info t = m.model().tensor(line->second.tensor);
      if (t.type == octet::tensor_type::float32) continue;
      const std::uint8_t* bytes = m.read<std::uint8_t>(t.index).data();
      if (checksum(bytes, t.bytes()) != line->second.checksum)
        first = "first difference: operator " + std::to_string(op) + ", " + line->second.name;
    }
  });
  return code == octet::errc::ok ? first : std::string(octet::message(code));
}

struct comparison {
  std::size_t different_bytes = 0;  ///< of integer outputs
  double largest_error = 0;         ///< of float outputs
  double largest_value = 0;

  void add(const octet::tensor_info& t, const std::uint8_t* got, const std::uint8_t* want) {
    if (t.type != octet::tensor_type::float32) {
      for (std::size_t i = 0; i < t.bytes(); ++i) different_bytes += got[i] != want[i];
      return;
    }
    for (std::size_t i = 0; i < t.bytes(); i += sizeof(float)) {
      float a = 0, b = 0;
      std::memcpy(&a, got + i, sizeof(float));
      std::memcpy(&b, want + i, sizeof(float));
      if (std::memcmp(got + i, want + i, sizeof(float)) == 0) continue;
      // Written so that a NaN counts as an error.
      const double error = std::abs(double{a} - double{b});
      if (!(error <= largest_error)) largest_error = error == error ? error : HUGE_VAL;
      largest_value = std::max(largest_value, std::abs(double{b}));
    }
  }
  bool passed() const { return different_bytes == 0 && largest_error <= 1e-5 * largest_value; }
};

/// Whether a model keeps its state from input to input.
enum class state { kept, reset };

/// Compares all inputs of a golden folder; the failure names the first operator that differs.
bool check_golden(const fs::path& folder, const all_ops& m, state s) {
  const byte_vector in = octet_test::read_bytes(folder / "in.bin");
  const byte_vector out =
      octet_test::read_bytes(folder / (s == state::kept ? "out.bin" : "out_reset.bin"));
  const octet::graph& g = m.model();
  const std::multimap<int, layer> layers = read_layers(folder / "layers0.txt");
  comparison outputs;
  std::string first_difference;
  std::size_t read = 0, compared = 0;
  while (read < in.size()) {
    const bool is_first = read == 0;
    if (is_first || s == state::reset) m.reset();
    for (std::size_t i = 0; i < m.input_count(); ++i) {
      const octet::tensor_info t = g.tensor(g.inputs()[i]);
      REQUIRE(read + t.bytes() <= in.size());
      std::memcpy(m.write<std::uint8_t>(t.index).data(), in.data() + read, t.bytes());
      read += t.bytes();
    }
    const std::string told = run(m, is_first ? layers : std::multimap<int, layer>{});
    if (first_difference.empty()) first_difference = told;
    for (std::size_t i = 0; i < m.output_count(); ++i) {
      const octet::tensor_info t = g.tensor(g.outputs()[i]);
      REQUIRE(compared + t.bytes() <= out.size());
      outputs.add(t, m.read<std::uint8_t>(t.index).data(), out.data() + compared);
      compared += t.bytes();
    }
  }
  INFO(first_difference);
  CHECK(first_difference.empty());
  CHECK(compared == out.size());
  CHECK(outputs.passed());
  return first_difference.empty() && compared == out.size() && outputs.passed();
}

}  // namespace

TEST_CASE("golden models: the reference's outputs") {
  const auto data = octet_test::data_dir();
  if (!data || !fs::is_directory(*data / "goldens")) OCTET_SKIP("no goldens/ in the data folder");
  std::vector<fs::path> folders;
  for (const auto& entry : fs::recursive_directory_iterator(*data / "goldens")) {
    if (entry.path().filename() == "model.tflite") folders.push_back(entry.path().parent_path());
  }
  std::sort(folders.begin(), folders.end());
  std::set<std::string> passed;
  for (const fs::path& folder : folders) {
    const std::string name = folder.filename().string();
    const loaded_model m(folder / "model.tflite");
    if (!m.model) {
      MESSAGE(name << " does not load: " << sentence(m.model.error()));
      continue;
    }
    INFO(name);
    bool is_same = check_golden(folder, *m.model, state::kept);
    if (fs::exists(folder / "out_reset.bin"))
      is_same = check_golden(folder, *m.model, state::reset) && is_same;
    if (is_same) passed.insert(name);
  }
  for (const char* name :
       {"kws_ref_model", "ad01_int8", "person_detect", "hello_world_int8", "simple_add_model",
        "micro_speech_quantized", "mnist_arduino_q", "mnist_valid_q", "mnist_dw_q", "mnist_rect_q",
        "mnist_resnet_q", "trained_lstm_int8", "keyword_scrambled", "keyword_scrambled_8bit"}) {
    INFO(name);
    CHECK(passed.contains(name));
  }
}

TEST_CASE("the keyword model on speech: every byte of the reference") {
  const auto data = octet_test::data_dir();
  const fs::path model = fs::path("goldens") / "mlcommons-tiny" / "kws_ref_model" / "model.tflite";
  if (!data || !fs::exists(*data / model) || !fs::exists(*data / "kws"))
    OCTET_SKIP("no keyword model or no kws/ in the data folder");
  const loaded_model m(*data / model);
  REQUIRE(m.model.has_value());
  const auto features = octet::convert::read_npy(*data / "kws" / "features_int8.npy");
  const auto expected = octet::convert::read_npy(*data / "kws" / "expected_int8.npy");
  const auto input = m.model->input<std::int8_t>(0);
  const auto output = m.model->output<std::int8_t>(0);
  REQUIRE(features.samples() == expected.samples());
  REQUIRE(features.bytes_per_sample() == input.size());
  REQUIRE(expected.bytes_per_sample() == output.size());
  std::size_t different = 0;
  for (std::size_t i = 0; i < features.samples(); ++i) {
    std::memcpy(input.data(), features.sample(i).data(), input.size());
    REQUIRE(m.model->run() == octet::errc::ok);
    different += std::memcmp(output.data(), expected.sample(i).data(), output.size()) != 0;
  }
  CHECK(different == 0);
}
