// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The golden models, all of them: the outputs of TensorFlow Lite Micro's reference kernels (codes
// bit for bit, floats to 1e-5 of the largest) from the scalar kernels and from those of every SIMD
// target, and arenas smaller than its own.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/convert/npy.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "support/data.hpp"

namespace {

namespace fs = std::filesystem;
using byte_vector = std::vector<std::uint8_t>;
using octet::convert::executor;

std::vector<fs::path> golden_folders(const fs::path& data) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::recursive_directory_iterator(data / "goldens")) {
    if (entry.path().filename() == "model.tflite") folders.push_back(entry.path().parent_path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// The number behind `key` in info.txt.
std::size_t read_info(const fs::path& folder, const std::string& key) {
  std::ifstream info(folder / "info.txt");
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with(key)) return std::stoul(line.substr(key.size()));
  }
  FAIL("info.txt has no " << key);
  return 0;
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

enum class state { kept, reset };

/// All inputs of a folder, one after the other, against one of its files of outputs.
void check_file(executor& model, const fs::path& folder, const char* outputs, state s) {
  const byte_vector in = octet_test::read_bytes(folder / "in.bin");
  const byte_vector want = octet_test::read_bytes(folder / outputs);
  REQUIRE(in.size() % model.input_bytes() == 0);
  REQUIRE(want.size() == in.size() / model.input_bytes() * model.output_bytes());
  const octet::graph& g = model.model();
  byte_vector got(model.output_bytes());
  comparison all;
  model.reset();
  for (std::size_t run = 0; run < in.size() / model.input_bytes(); ++run) {
    if (s == state::reset) model.reset();
    model.run_bytes(std::span(in).subspan(run * model.input_bytes(), model.input_bytes()), got);
    std::size_t at = 0;
    for (std::size_t i = 0; i < g.outputs().size(); ++i) {
      const octet::tensor_info t = g.tensor(g.outputs()[i]);
      all.add(t, got.data() + at, want.data() + run * got.size() + at);
      at += t.bytes();
    }
  }
  INFO(all.different_bytes << " codes differ; floats by " << all.largest_error << " of "
                           << all.largest_value);
  CHECK(all.passed());
}

void check_outputs(executor& model, const fs::path& folder) {
  check_file(model, folder, "out.bin", state::kept);
  if (fs::exists(folder / "out_reset.bin"))
    check_file(model, folder, "out_reset.bin", state::reset);
}

/// The targets that have kernels of their own for a model, on this machine.
std::vector<octet::simd_target> targets_for(const octet::graph& model) {
  bool any = false;
  for (std::int32_t i = 0; i < model.node_count(); ++i) {
    const octet::builtin code = model.node(i).code;
    for (const octet::builtin known :
         {octet::builtin::conv_2d, octet::builtin::depthwise_conv_2d,
          octet::builtin::fully_connected, octet::builtin::transpose_conv, octet::builtin::add,
          octet::builtin::sub, octet::builtin::mul}) {
      any = any || code == known;
    }
  }
  std::vector<octet::simd_target> targets;
  for (std::size_t i = 0; i < octet::simd_target_names.size(); ++i) {
    const auto target = static_cast<octet::simd_target>(i);
    if (any && octet::has_target(target)) targets.push_back(target);
  }
  return targets;
}

}  // namespace

TEST_CASE("golden models: outputs of the reference, arenas below its own") {
  const auto data = octet_test::data_dir();
  if (!data || !fs::is_directory(*data / "goldens")) OCTET_SKIP("no goldens/ in the data folder");
  const std::vector<fs::path> folders = golden_folders(*data);
  REQUIRE(!folders.empty());
  double packing = 0;
  std::size_t on_simd = 0;
  for (const fs::path& folder : folders) {
    INFO(folder.filename().string());
    const byte_vector file = octet_test::read_bytes(folder / "model.tflite");
    executor scalar(file, {.enabled = false});
    check_outputs(scalar, folder);
    const std::vector<octet::simd_target> targets = targets_for(scalar.model());
    for (const octet::simd_target target : targets) {
      INFO(name_of(target));
      executor model(file, {.target = target});
      check_outputs(model, folder);
    }
    on_simd += targets.size();
    executor unpacked(file, {.packed = false});
    check_outputs(unpacked, folder);
    const octet::arena_need need = scalar.need();
    CHECK(need.total() < read_info(folder, "arena_used_bytes="));
    packing += static_cast<double>(need.activations) / static_cast<double>(need.lower_bound);
  }
  CHECK(on_simd > folders.size() / 4);
  // The lower bound is what tensor lifetimes allow at best.
  CHECK(packing / static_cast<double>(folders.size()) <= 1.02);
  MESSAGE(folders.size() << " golden models");
}

TEST_CASE("the keyword model on speech: every byte of the reference") {
  const auto data = octet_test::data_dir();
  const fs::path path = fs::path("goldens") / "mlcommons-tiny" / "kws_ref_model" / "model.tflite";
  if (!data || !fs::exists(*data / path) || !fs::exists(*data / "kws"))
    OCTET_SKIP("no keyword model or no kws/ in the data folder");
  executor model(octet_test::read_bytes(*data / path));
  const auto features = octet::convert::read_npy(*data / "kws" / "features_int8.npy");
  const auto expected = octet::convert::read_npy(*data / "kws" / "expected_int8.npy");
  REQUIRE(features.samples() == expected.samples());
  std::size_t different = 0;
  for (std::size_t i = 0; i < features.samples(); ++i) {
    byte_vector got(model.output_bytes());
    model.run_bytes(features.sample(i), got);
    different += std::memcmp(got.data(), expected.sample(i).data(), got.size()) != 0;
  }
  CHECK(different == 0);
}
