// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Model files of every kind that octet reads, as the bytes of a .tflite model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/keras.hpp"
#include "octet/convert/keras/hdf5.hpp"
#include "octet/convert/writer.hpp"

namespace octet::convert {

/// A .tflite file as it is, a Keras .h5 file as the .tflite model that it amounts to. The content
/// decides, not the name.
///
/// errors   convert_error or std::runtime_error, naming the path, as read_file and read_keras; a
///          file of neither kind is handed on, for whoever opens the model to refuse
inline std::vector<std::uint8_t> read_model(const std::filesystem::path& path) {
  std::vector<std::uint8_t> file = read_file(path);
  return hdf5::has_signature(file) ? write_network(read_keras(path)) : file;
}

}  // namespace octet::convert
