// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// host_model: a .tflite model with memory of its own, for programs on a host.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/file.hpp"
#include "octet/float_ops/all.hpp"
#include "octet/model/interpreter.hpp"

namespace octet::convert {

/// Owns a model's file and arena; runs integer, float and mixed models with the device's
/// interpreter.
class host_model {
 public:
  using interpreter_type = interpreter<std::remove_const_t<decltype(float_ops::all)>, scalar>;

  /// errors   std::runtime_error: `name` and what describe says
  host_model(std::vector<std::uint8_t> file, const std::string& name) : file_(std::move(file)) {
    const result<arena_need> need = arena_size(float_ops::all, file_);
    if (!need) throw std::runtime_error(name + ": " + explain(need.error(), file_));
    need_ = *need;
    // 64-bit words: aligned for every tensor.
    arena_.resize(static_cast<std::size_t>(need_.total() / sizeof(std::uint64_t) + 1));
    const result<interpreter_type> loaded = load(float_ops::all, file_, memory());
    if (!loaded) throw std::runtime_error(name + ": " + explain(loaded.error(), file_));
    model_ = *loaded;
  }

  explicit host_model(const std::filesystem::path& path)
      : host_model(read_file(path), path.string()) {}

  host_model(const host_model&) = delete;
  host_model& operator=(const host_model&) = delete;

  const interpreter_type& operator*() const { return model_; }
  const interpreter_type* operator->() const { return &model_; }
  const graph& model() const { return model_.model(); }
  const arena_need& need() const { return need_; }
  std::size_t file_bytes() const { return file_.size(); }

  std::size_t input_bytes() const { return bytes_of(model().inputs()); }
  std::size_t output_bytes() const { return bytes_of(model().outputs()); }

  /// Runs on one sample: the bytes of every input in order give those of every output in order.
  ///
  /// errors   std::runtime_error where an operator fails
  void run(std::span<const std::uint8_t> input, std::span<std::uint8_t> output) {
    set_inputs(input);
    if (const errc e = model_.run(); e != errc::ok)
      throw std::runtime_error(std::string(message(e)));
    get_outputs(output);
  }

  void set_inputs(std::span<const std::uint8_t> input) {
    for (std::size_t i = 0; i < model().inputs().size(); ++i) {
      const tensor_info t = model().tensor(model().inputs()[i]);
      std::copy_n(input.data(), t.bytes(), model_.write<std::uint8_t>(t.index).data());
      input = input.subspan(t.bytes());
    }
  }

  void get_outputs(std::span<std::uint8_t> output) const {
    for (std::size_t i = 0; i < model().outputs().size(); ++i) {
      const tensor_info t = model().tensor(model().outputs()[i]);
      std::copy_n(model_.read<std::uint8_t>(t.index).data(), t.bytes(), output.data());
      output = output.subspan(t.bytes());
    }
  }

 private:
  std::span<std::uint8_t> memory() {
    return {reinterpret_cast<std::uint8_t*>(arena_.data()), arena_.size() * sizeof(std::uint64_t)};
  }

  std::size_t bytes_of(const flatbuffer::vector<std::int32_t>& tensors) const {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < tensors.size(); ++i) bytes += model().tensor(tensors[i]).bytes();
    return bytes;
  }

  std::vector<std::uint8_t> file_;
  std::vector<std::uint64_t> arena_;
  arena_need need_{};
  interpreter_type model_{};
};

}  // namespace octet::convert
